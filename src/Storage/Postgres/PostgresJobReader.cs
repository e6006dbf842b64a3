using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The read models over the jobs on PostgreSQL.</summary>
internal sealed class PostgresJobReader(PostgresStore store) : IJobReader
{
    // Open jobs and ended ones stand in two partial indexes.
    private const string CountAllSql = """
        SELECT status, count(*) FROM jobs WHERE phase = 3 GROUP BY status
        UNION ALL SELECT status, count(*) FROM jobs WHERE phase < 3 GROUP BY status
        """;

    private const string CountMarketSql = """
        SELECT status, count(*) FROM jobs WHERE phase = 3 AND market = $1 GROUP BY status
        UNION ALL SELECT status, count(*) FROM jobs WHERE phase < 3 AND market = $1 GROUP BY status
        """;

    private const string TimelineSql = "SELECT version, name, payload FROM job_events WHERE job_id = $1 ORDER BY version";
    private const string PageSql = """
        SELECT o.order_json, j.state_json FROM jobs j JOIN job_orders o ON o.job_id = j.job_id WHERE j.job_id > $1 ORDER BY j.job_id LIMIT $2
        """;

    private const string OverdueSql = "SELECT job_id, deadline_at FROM jobs WHERE deadline_at < $1 AND phase < 3 ORDER BY deadline_at, job_id LIMIT $2";

    // A replay asks this, once, and a replay stands on SQLite; here it looks through whole tables, so that no commit has to keep an index or a common row for it.
    private const string LastCommitSql = """
        SELECT greatest((SELECT max(updated_at) FROM jobs), (SELECT max(at) FROM job_events), (SELECT max(at) FROM stream_events), (SELECT max(at) FROM answers))
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [CountAllSql, CountMarketSql, TimelineSql, PageSql, OverdueSql, AttentionSql.Of(JobAttention.PaymentOwed, "$1", isSqlite: false)];

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<(JobStatus Status, long Count)>> CountByStatus(string? market, CancellationToken cancellationToken)
    {
        var counts = await store.ReadAll(
            market is null ? CountAllSql : CountMarketSql, parameters => BindIf(parameters, market), row => (Status: EnumText<JobStatus>.Parse(row.Text(0)), Count: row.Number(1)), cancellationToken).ConfigureAwait(false);
        return counts.Sort((left, right) => left.Status.CompareTo(right.Status));
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<TimelineEntry>> Timeline(JobId job, CancellationToken cancellationToken) => store.ReadAll(
        TimelineSql,
        parameters => parameters.Id(job.Value),
        row => new TimelineEntry(row.Number(0), JobCodec.ReadEvent(row.Text(1), row.Bytes(2))),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> Page(JobId? after, int limit, CancellationToken cancellationToken) => store.ReadAll(
        PageSql, parameters => parameters.Id(after?.Value ?? Guid.Empty).Number(limit), PostgresJobStore.ReadJob, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> LastCommitAt(CancellationToken cancellationToken) => store.ReadFirst(
        LastCommitSql, static _ => { }, row => row.IsDBNull(0) ? (DateTimeOffset?)null : row.Instant(0), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> Search(JobSearch search, int limit, CancellationToken cancellationToken)
    {
        var (sql, bind) = SearchOf(search, limit);
        return store.ReadAll(sql, bind, PostgresJobStore.ReadJob, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(JobId Job, DateTimeOffset Deadline)>> Overdue(DateTimeOffset before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        OverdueSql, parameters => parameters.Instant(before).Number(limit), row => (new JobId(row.Id(0)), row.Instant(1)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> Attention(JobAttention reason, int limit, CancellationToken cancellationToken) => store.ReadAll(
        AttentionSql.Of(reason, "$1", isSqlite: false), parameters => parameters.Number(limit), PostgresJobStore.ReadJob, cancellationToken);

    /// <summary>The conditions that are given, and no others, so that each search is led by the index for it.</summary>
    internal static (string Sql, Action<NpgsqlParameterCollection> Bind) SearchOf(JobSearch search, int limit)
    {
        var conditions = new List<string>();
        var bindings = new List<Action<NpgsqlParameterCollection>>();

        // A provider's and a merchant's history are led by an index of the jobs, every other search by one of the orders.
        var led = search.Provider is null && search.Merchant is null ? "o" : "j";
        if (search.Customer is { } customer)
        {
            conditions.Add($"o.customer_id = {Next(to => to.Id(customer.Value))}");
        }

        if (search.Provider is { } provider)
        {
            conditions.Add($"j.provider_id = {Next(to => to.Id(provider.Value))}");
        }

        if (search.Merchant is { } merchant)
        {
            conditions.Add($"j.merchant_id = {Next(to => to.Id(merchant.Value))}");
        }

        if (search.Market is { } market)
        {
            conditions.Add($"j.market = {Next(to => to.Text(market.Value))}");
        }

        if (search.From is { } from)
        {
            conditions.Add($"{led}.requested_at >= {Next(to => to.Instant(from))}");
        }

        if (search.To is { } until)
        {
            conditions.Add($"{led}.requested_at < {Next(to => to.Instant(until))}");
        }

        if (search.After is { } after)
        {
            conditions.Add($"({led}.requested_at, {led}.job_id) < ({Next(to => to.Instant(after.RequestedAt))}, {Next(to => to.Id(after.Job.Value))})");
        }

        if (search.PickUpWithin is { } box)
        {
            conditions.Add($"o.pick_up_longitude BETWEEN {Next(to => to.Real(box.West))} AND {Next(to => to.Real(box.East))}");
            conditions.Add($"o.pick_up_latitude BETWEEN {Next(to => to.Real(box.South))} AND {Next(to => to.Real(box.North))}");
        }

        if (!search.Statuses.IsDefaultOrEmpty)
        {
            // Names of an enum: nothing of them comes from outside. What they come to leads to the few open jobs when no ended one is asked for.
            var statuses = search.Statuses.Distinct().Order().ToList();
            conditions.Add($"j.status IN ({string.Join(", ", statuses.Select(status => $"'{EnumText<JobStatus>.Of(status)}'"))})");
            if (!statuses.Exists(status => status.IsEnd()))
            {
                conditions.Add("j.phase < 3");
            }
        }

        var last = Next(to => to.Number(limit));
        var where = conditions.Count == 0 ? string.Empty : $"WHERE {string.Join(" AND ", conditions)} ";
        return (
            $"SELECT o.order_json, j.state_json FROM jobs j JOIN job_orders o ON o.job_id = j.job_id {where}ORDER BY {led}.requested_at DESC, {led}.job_id DESC LIMIT {last}",
            to => bindings.ForEach(bind => bind(to)));

        string Next(Action<NpgsqlParameterCollection> bind)
        {
            bindings.Add(bind);
            return string.Create(CultureInfo.InvariantCulture, $"${bindings.Count}");
        }
    }

    private static void BindIf(NpgsqlParameterCollection to, string? text)
    {
        if (text is not null)
        {
            to.Text(text);
        }
    }
}
