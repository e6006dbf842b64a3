using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The jobs on PostgreSQL.</summary>
internal sealed class PostgresJobStore(PostgresStore store) : IJobStore
{
    // The conditions on the phase are those of the partial indexes: the server proves from them that an index serves.
    private const string LoadSql = "SELECT o.order_json, j.state_json FROM jobs j JOIN job_orders o ON o.job_id = j.job_id WHERE j.job_id = $1";
    private const string ActiveSql = """
        SELECT o.order_json, j.state_json FROM jobs j JOIN job_orders o ON o.job_id = j.job_id
        WHERE j.provider_id = $1 AND j.phase = 2 ORDER BY j.plan_slot
        """;

    private const string LiveSql = """
        SELECT o.order_json, j.state_json FROM jobs j JOIN job_orders o ON o.job_id = j.job_id
        WHERE j.shard = $1 AND j.phase < 3 AND j.phase > 0 ORDER BY j.job_id
        """;

    private const string DueSql = """
        SELECT job_id FROM jobs WHERE shard = $1 AND deadline_at IS NOT NULL AND deadline_at <= $2 ORDER BY deadline_at, job_id LIMIT $3
        """;

    private const string AnswerSql = """
        SELECT a.body_hash, a.at, a.reply, v.payload FROM answers a LEFT JOIN job_views v ON v.id = a.view_id WHERE a.command_id = $1 AND a.at >= $2
        """;

    private const string ForgetSql = "DELETE FROM answers WHERE command_id = $1 AND at < $2";
    private const string StockGuard = "jobs_have_stock";
    private const string PlanSlotIndex = "jobs_plan_slot";
    private const string AnswersKey = "answers_pkey";

    /// <summary>Every statement that a sweep or an activation runs; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [LoadSql, ActiveSql, LiveSql, DueSql, AnswerSql];

    /// <inheritdoc/>
    public ValueTask<Job?> Load(JobId job, CancellationToken cancellationToken) =>
        store.ReadFirst(LoadSql, parameters => parameters.Id(job.Value), ReadJob, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CommitResult> Commit(JobCommit commit, CancellationToken cancellationToken)
    {
        var sound = SoundCommit.Of(commit);
        cancellationToken.ThrowIfCancellationRequested();
        var statement = JobCommitStatement.Of(sound);
        for (var again = false; ; again = true)
        {
            try
            {
                var written = await store.WriteFirst(statement.Sql, statement.Bind, JobCommitStatement.Read, cancellationToken).ConfigureAwait(false);
                if (written is not null)
                {
                    return statement.Result(written);
                }

                return await SeenOf(sound).ConfigureAwait(false) ?? Refused(CommitStatus.VersionConflict);
            }
            catch (PostgresException fault) when (PostgresFaults.IsBreach(fault))
            {
                // That the command was answered counts before all else.
                if (await SeenOf(sound).ConfigureAwait(false) is { } seen)
                {
                    return seen;
                }

                if (fault.ConstraintName == PlanSlotIndex)
                {
                    return Refused(CommitStatus.PlanSlotTaken);
                }

                if (fault.ConstraintName == StockGuard)
                {
                    return Refused(CommitStatus.StockGivenBack);
                }

                if (again || fault.ConstraintName != AnswersKey)
                {
                    throw PostgresFaults.Translate(fault)!;
                }

                // What is past its time makes room.
                var (command, before) = (sound.Answer!.Stamp.Id, sound.At - StorageTerms.AnswersKept);
                await store.Change(ForgetSql, parameters => parameters.Id(command).Instant(before), CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception fault) when (PostgresFaults.Translate(fault) is { } said)
            {
                throw said;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredAnswer?> FindAnswer(Guid command, CancellationToken cancellationToken) =>
        FindAnswer(command, store.Now - StorageTerms.AnswersKept, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> ActiveOfProvider(ProviderId provider, CancellationToken cancellationToken) =>
        store.ReadAll(ActiveSql, parameters => parameters.Id(provider.Value), ReadJob, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> LiveInShard(string shard, CancellationToken cancellationToken) =>
        store.ReadAll(LiveSql, parameters => parameters.Text(shard), ReadJob, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<JobId>> Due(string shard, DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.ReadAll(
        DueSql, parameters => parameters.Text(shard).Instant(now).Number(limit), row => new JobId(row.Id(0)), cancellationToken);

    /// <summary>Reads a job from a row of order_json, state_json.</summary>
    internal static Job ReadJob(NpgsqlDataReader row) => JobCodec.ReadJob(row.Bytes(0), row.Bytes(1));

    private static CommitResult Refused(CommitStatus status, StoredAnswer? seen = null) => new(status, [], [], seen);

    /// <summary>The refusal of a command that was answered within the time that answers are kept; null when it was not.</summary>
    private async ValueTask<CommitResult?> SeenOf(JobCommit commit) =>
        commit.Answer is { } answer && await FindAnswer(answer.Stamp.Id, commit.At - StorageTerms.AnswersKept, CancellationToken.None).ConfigureAwait(false) is { } seen
            ? Refused(CommitStatus.CommandSeen, seen)
            : null;

    private ValueTask<StoredAnswer?> FindAnswer(Guid command, DateTimeOffset since, CancellationToken cancellationToken) => store.ReadFirst(
        AnswerSql,
        parameters => parameters.Id(command).Instant(since),
        row => new StoredAnswer(new CommandStamp(command, row.Text(0)), StoreJson.Read<JobReply>(row.Bytes(2), row.Bytes(3)), row.Instant(1)),
        cancellationToken);
}
