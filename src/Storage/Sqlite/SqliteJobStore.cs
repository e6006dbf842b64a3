using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The jobs on SQLite.</summary>
internal sealed class SqliteJobStore(SqliteStore store) : IJobStore
{
    // The conditions on the phase are those of the partial indexes, word for word: SQLite uses one only then.
    private const string LoadSql = "SELECT o.order_json, j.state_json FROM jobs j JOIN job_orders o ON o.job_id = j.job_id WHERE j.job_id = ?1";
    private const string ActiveSql = """
        SELECT o.order_json, j.state_json FROM jobs j JOIN job_orders o ON o.job_id = j.job_id
        WHERE j.provider_id = ?1 AND j.phase = 2 ORDER BY j.plan_slot
        """;

    private const string LiveSql = """
        SELECT o.order_json, j.state_json FROM jobs j JOIN job_orders o ON o.job_id = j.job_id
        WHERE j.shard = ?1 AND j.phase < 3 AND j.phase > 0 ORDER BY j.job_id
        """;

    private const string DueSql = """
        SELECT job_id FROM jobs WHERE shard = ?1 AND deadline_at IS NOT NULL AND deadline_at <= ?2 ORDER BY deadline_at, job_id LIMIT ?3
        """;

    private const string AnswerSql = """
        SELECT a.body_hash, a.at, a.reply, v.payload FROM answers a LEFT JOIN job_views v ON v.id = a.view_id WHERE a.command_id = ?1 AND a.at >= ?2
        """;

    /// <summary>Every statement that a sweep or an activation runs; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [LoadSql, ActiveSql, LiveSql, DueSql, AnswerSql];

    /// <inheritdoc/>
    public ValueTask<Job?> Load(JobId job, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[LoadSql];
            using var use = rows.Begin();
            rows.Bind(1, job.Value);
            return rows.Step() ? ReadJob(rows) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CommitResult> Commit(JobCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            var sound = SoundCommit.Of(commit);
            return store.Write(new JobCommitWrite(sound, CommitDocuments.Of(sound), store.ContinuesElsewhere), cancellationToken);
        }
        catch (Exception fault)
        {
            return ValueTask.FromException<CommitResult>(fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredAnswer?> FindAnswer(Guid command, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[AnswerSql];
            using var use = rows.Begin();
            rows.Bind(1, command);
            rows.Bind(2, store.Now - StorageTerms.AnswersKept);
            return rows.Step() ? WriteSession.ReadAnswer(rows, command) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> ActiveOfProvider(ProviderId provider, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[ActiveSql];
            using var use = rows.Begin();
            rows.Bind(1, provider.Value);
            return ReadJobs(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> LiveInShard(string shard, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[LiveSql];
            using var use = rows.Begin();
            rows.Bind(1, shard);
            return ReadJobs(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<JobId>> Due(string shard, DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[DueSql];
            using var use = rows.Begin();
            rows.Bind(1, shard);
            rows.Bind(2, now);
            rows.Bind(3, (long)limit);
            var jobs = ImmutableArray.CreateBuilder<JobId>();
            while (rows.Step())
            {
                jobs.Add(new JobId(rows.Id(0)));
            }

            return jobs.ToImmutable();
        },
        cancellationToken);

    /// <summary>Reads a job from a row of order_json, state_json.</summary>
    internal static Job ReadJob(SqliteStatement row) => JobCodec.ReadJob(row.Bytes(0), row.Bytes(1));

    /// <summary>Reads all jobs of rows of order_json, state_json.</summary>
    internal static ImmutableArray<Job> ReadJobs(SqliteStatement rows)
    {
        var jobs = ImmutableArray.CreateBuilder<Job>();
        while (rows.Step())
        {
            jobs.Add(ReadJob(rows));
        }

        return jobs.ToImmutable();
    }
}
