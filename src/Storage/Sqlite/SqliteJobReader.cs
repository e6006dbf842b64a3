using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The read models over the jobs on SQLite.</summary>
internal sealed class SqliteJobReader(SqliteStore store) : IJobReader
{
    // Open jobs and ended ones stand in two partial indexes; that of the open ones is named because nothing else leads to it.
    private const string CountAllSql = """
        SELECT status, COUNT(*) FROM jobs WHERE phase = 3 GROUP BY status
        UNION ALL SELECT status, COUNT(*) FROM jobs INDEXED BY jobs_open WHERE phase < 3 GROUP BY status
        """;

    private const string CountMarketSql = """
        SELECT status, COUNT(*) FROM jobs WHERE phase = 3 AND market = ?1 GROUP BY status
        UNION ALL SELECT status, COUNT(*) FROM jobs INDEXED BY jobs_open WHERE phase < 3 AND market = ?1 GROUP BY status
        """;

    private const string TimelineSql = "SELECT version, name, payload FROM job_events WHERE job_id = ?1 ORDER BY version";
    private const string PageSql = """
        SELECT o.order_json, j.state_json FROM jobs j JOIN job_orders o ON o.job_id = j.job_id WHERE j.job_id > ?1 ORDER BY j.job_id LIMIT ?2
        """;

    private const string LastCommitSql = "SELECT last_commit_at FROM store_state WHERE id = 1";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [CountAllSql, CountMarketSql, TimelineSql, PageSql];

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(JobStatus Status, long Count)>> CountByStatus(string? market, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[market is null ? CountAllSql : CountMarketSql];
            using var use = rows.Begin();
            if (market is not null)
            {
                rows.Bind(1, market);
            }

            var counts = ImmutableArray.CreateBuilder<(JobStatus Status, long Count)>();
            while (rows.Step())
            {
                counts.Add((EnumText<JobStatus>.Parse(rows.Text(0)), rows.Number(1)));
            }

            counts.Sort((left, right) => left.Status.CompareTo(right.Status));
            return counts.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<TimelineEntry>> Timeline(JobId job, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[TimelineSql];
            using var use = rows.Begin();
            rows.Bind(1, job.Value);
            var entries = ImmutableArray.CreateBuilder<TimelineEntry>();
            while (rows.Step())
            {
                entries.Add(new TimelineEntry(rows.Number(0), JobCodec.ReadEvent(rows.Text(1), rows.Bytes(2))));
            }

            return entries.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> Page(JobId? after, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[PageSql];
            using var use = rows.Begin();
            rows.Bind(1, after?.Value ?? Guid.Empty);
            rows.Bind(2, (long)limit);
            return SqliteJobStore.ReadJobs(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> LastCommitAt(CancellationToken cancellationToken) => store.Read(
        session =>
        {
            if (store.OpenCommitAt is { } open)
            {
                return open;
            }

            var rows = session[LastCommitSql];
            using var use = rows.Begin();
            rows.Step();
            return rows.IsNull(0) ? (DateTimeOffset?)null : rows.Instant(0);
        },
        cancellationToken);
}
