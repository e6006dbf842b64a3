using System.Collections.Immutable;
using System.Globalization;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The feed of all job events on SQLite. A position is the number of its row.</summary>
internal sealed class SqliteJobFeed(SqliteStore store) : IJobFeed
{
    private const string EndSql = "SELECT position FROM job_event_feed ORDER BY position DESC LIMIT 1";
    private const string AfterSql = """
        SELECT f.position, f.job_id, f.version, e.name, f.at FROM job_event_feed f JOIN job_events e ON e.job_id = f.job_id AND e.version = f.version
        WHERE f.position > ?1 ORDER BY f.position LIMIT ?2
        """;

    // A period is asked for by hand and seldom: it looks through the rows, and no commit has to keep an index for it.
    private const string WithinSql = """
        SELECT f.position, f.job_id, f.version, e.name, f.at FROM job_event_feed f JOIN job_events e ON e.job_id = f.job_id AND e.version = f.version
        WHERE f.position > ?1 AND f.at >= ?3 AND f.at < ?4 ORDER BY f.position LIMIT ?2
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [AfterSql];

    /// <inheritdoc/>
    public ValueTask<string> End(CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[EndSql];
            using var use = row.Begin();
            return Text(row.Step() ? row.Number(0) : 0);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<JobFeedPage> After(string position, int limit, CancellationToken cancellationToken) =>
        store.Read(session => Read(session[AfterSql], Number(position), limit, null), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<JobFeedPage> Within(DateTimeOffset from, DateTimeOffset to, string? after, int limit, CancellationToken cancellationToken) =>
        store.Read(session => Read(session[WithinSql], after is null ? 0 : Number(after), limit, (from, to)), cancellationToken);

    /// <inheritdoc/>
    public bool IsPosition(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static JobFeedPage Read(SqliteStatement rows, long after, int limit, (DateTimeOffset From, DateTimeOffset To)? within)
    {
        using var use = rows.Begin();
        rows.Bind(1, after);
        rows.Bind(2, (long)limit);
        if (within is var (from, to))
        {
            rows.Bind(3, from);
            rows.Bind(4, to);
        }

        var entries = ImmutableArray.CreateBuilder<JobFeedEntry>();
        while (rows.Step())
        {
            after = rows.Number(0);
            entries.Add(new JobFeedEntry(new JobId(rows.Id(1)), rows.Number(2), rows.Text(3), rows.Instant(4)));
        }

        return new JobFeedPage(entries.ToImmutable(), Text(after));
    }

    private static string Text(long position) => position.ToString(CultureInfo.InvariantCulture);

    private static long Number(string position) => long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new StoreFaultException($"'{position}' is no position of this store's feed.");
}
