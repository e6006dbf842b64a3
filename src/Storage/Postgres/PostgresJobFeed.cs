using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>
/// The feed of all job events on PostgreSQL, in order of transaction. It ends before the oldest transaction that is under way: whatever that one writes comes behind. A position is
/// <c>transaction:job:version</c>. Of another server, as after a dump is read back, a position may lie far ahead of its transactions: then the feed begins anew where the server stands.
/// </summary>
internal sealed class PostgresJobFeed(PostgresStore store) : IJobFeed
{
    private const string EndSql = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text";

    // The order names the table: "committed" alone would be the text that is selected, and 1000 stands before 999 there.
    private const string AfterSql = """
        SELECT committed::text, job_id, version, name, at FROM job_events
        WHERE (committed, job_id, version) > ($1::xid8, $2, $3) AND committed < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY job_events.committed, job_id, version LIMIT $4
        """;

    private const string WithinSql = """
        SELECT committed::text, job_id, version, name, at FROM job_events
        WHERE (committed, job_id, version) > ($1::xid8, $2, $3) AND committed < pg_snapshot_xmin(pg_current_snapshot()) AND at >= $5 AND at < $6
        ORDER BY job_events.committed, job_id, version LIMIT $4
        """;

    private const string AheadSql = "SELECT $1::xid8 > pg_snapshot_xmax(pg_current_snapshot())";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [AfterSql];

    /// <inheritdoc/>
    public async ValueTask<string> End(CancellationToken cancellationToken)
    {
        var transaction = await store.ReadFirst(EndSql, static _ => { }, row => row.Text(0), cancellationToken).ConfigureAwait(false);
        return Text(transaction!, Guid.Empty, 0);
    }

    /// <inheritdoc/>
    public async ValueTask<JobFeedPage> After(string position, int limit, CancellationToken cancellationToken)
    {
        var (transaction, job, version) = Read(position);
        var rows = await store.ReadAll(AfterSql, parameters => parameters.Text(transaction).Id(job).Number(version).Number(limit), Row, cancellationToken).ConfigureAwait(false);
        if (rows.IsEmpty && await store.ReadFirst(AheadSql, parameters => parameters.Text(transaction), row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false))
        {
            return new JobFeedPage([], await End(cancellationToken).ConfigureAwait(false));
        }

        return Page(rows, position);
    }

    /// <inheritdoc/>
    public async ValueTask<JobFeedPage> Within(DateTimeOffset from, DateTimeOffset to, string? after, int limit, CancellationToken cancellationToken)
    {
        var (transaction, job, version) = after is null ? ("0", Guid.Empty, 0) : Read(after);
        var rows = await store.ReadAll(
            WithinSql,
            parameters => parameters.Text(transaction).Id(job).Number(version).Number(limit).Instant(from).Instant(to),
            Row,
            cancellationToken).ConfigureAwait(false);
        return Page(rows, after ?? Text("0", Guid.Empty, 0));
    }

    /// <inheritdoc/>
    public bool IsPosition(string text) => TryRead(text, out _);

    private static JobFeedPage Page(ImmutableArray<(string Transaction, JobFeedEntry Entry)> rows, string before) => new(
        [.. rows.Select(row => row.Entry)],
        rows.IsEmpty ? before : Text(rows[^1].Transaction, rows[^1].Entry.Job.Value, rows[^1].Entry.Version));

    private static (string Transaction, JobFeedEntry Entry) Row(NpgsqlDataReader row) =>
        (row.Text(0), new JobFeedEntry(new JobId(row.Id(1)), row.Number(2), row.Text(3), row.Instant(4)));

    private static string Text(string transaction, Guid job, long version) => string.Create(CultureInfo.InvariantCulture, $"{transaction}:{job:N}:{version}");

    private static (string Transaction, Guid Job, long Version) Read(string position) =>
        TryRead(position, out var read) ? read : throw new StoreFaultException($"'{position}' is no position of this store's feed.");

    private static bool TryRead(string text, out (string Transaction, Guid Job, long Version) position)
    {
        position = default;
        var parts = text.Split(':');
        if (parts.Length != 3
            || !ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || !Guid.TryParseExact(parts[1], "N", out var job)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return false;
        }

        position = (parts[0], job, version);
        return true;
    }
}
