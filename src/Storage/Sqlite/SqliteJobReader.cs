using System.Collections.Immutable;
using System.Text;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

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

    private const string OverdueSql = "SELECT job_id, deadline_at FROM jobs WHERE deadline_at < ?1 AND phase < 3 ORDER BY deadline_at, job_id LIMIT ?2";
    private const string LastCommitSql = "SELECT last_commit_at FROM store_state WHERE id = 1";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [CountAllSql, CountMarketSql, TimelineSql, PageSql, OverdueSql, AttentionSql.Of(JobAttention.PaymentOwed, "?1", isSqlite: true)];

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

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> Search(JobSearch search, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[SearchSql(search)];
            using var use = rows.Begin();
            BindIf(rows, 1, search.Customer?.Value);
            BindIf(rows, 2, search.Provider?.Value);
            if (search.Market is { } market)
            {
                rows.Bind(3, market.Value);
            }

            if (search.From is { } from)
            {
                rows.Bind(4, from);
            }

            if (search.To is { } to)
            {
                rows.Bind(5, to);
            }

            if (search.After is { } after)
            {
                rows.Bind(6, after.RequestedAt);
                rows.Bind(7, after.Job.Value);
            }

            if (search.PickUpWithin is { } box)
            {
                rows.Bind(8, box.West);
                rows.Bind(9, box.South);
                rows.Bind(10, box.East);
                rows.Bind(11, box.North);
            }

            BindIf(rows, 13, search.Merchant?.Value);
            rows.Bind(12, (long)limit);
            return SqliteJobStore.ReadJobs(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(JobId Job, DateTimeOffset Deadline)>> Overdue(DateTimeOffset before, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[OverdueSql];
            using var use = rows.Begin();
            rows.Bind(1, before);
            rows.Bind(2, (long)limit);
            var late = ImmutableArray.CreateBuilder<(JobId Job, DateTimeOffset Deadline)>();
            while (rows.Step())
            {
                late.Add((new JobId(rows.Id(0)), rows.Instant(1)));
            }

            return late.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> Attention(JobAttention reason, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[AttentionSql.Of(reason, "?1", isSqlite: true)];
            using var use = rows.Begin();
            rows.Bind(1, (long)limit);
            return SqliteJobStore.ReadJobs(rows);
        },
        cancellationToken);

    /// <summary>The conditions that are given, and no others, so that each search is led by the index for it.</summary>
    internal static string SearchSql(JobSearch search)
    {
        var conditions = new List<string>();
        if (search.Customer is not null)
        {
            conditions.Add("j.customer_id = ?1");
        }

        if (search.Provider is not null)
        {
            conditions.Add("j.provider_id = ?2");
        }

        if (search.Merchant is not null)
        {
            conditions.Add("j.merchant_id = ?13");
        }

        if (search.Market is not null)
        {
            conditions.Add("j.market = ?3");
        }

        if (search.From is not null)
        {
            conditions.Add("j.requested_at >= ?4");
        }

        if (search.To is not null)
        {
            conditions.Add("j.requested_at < ?5");
        }

        if (search.After is not null)
        {
            conditions.Add("(j.requested_at, j.job_id) < (?6, ?7)");
        }

        if (search.PickUpWithin is not null)
        {
            conditions.Add("o.pick_up_longitude BETWEEN ?8 AND ?10 AND o.pick_up_latitude BETWEEN ?9 AND ?11");
        }

        if (!search.Statuses.IsDefaultOrEmpty)
        {
            // Names of an enum: nothing of them comes from outside.
            conditions.Add($"j.status IN ({string.Join(", ", search.Statuses.Distinct().Order().Select(status => $"'{Encoding.UTF8.GetString(EnumText<JobStatus>.Utf8(status))}'"))})");
        }

        var where = conditions.Count == 0 ? string.Empty : $"WHERE {string.Join(" AND ", conditions)} ";
        return $"SELECT o.order_json, j.state_json FROM jobs j JOIN job_orders o ON o.job_id = j.job_id {where}ORDER BY j.requested_at DESC, j.job_id DESC LIMIT ?12";
    }

    private static void BindIf(SqliteStatement rows, int parameter, Guid? id)
    {
        if (id is { } value)
        {
            rows.Bind(parameter, value);
        }
    }
}
