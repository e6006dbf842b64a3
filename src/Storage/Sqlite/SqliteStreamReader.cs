using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The durable streams on SQLite.</summary>
internal sealed class SqliteStreamReader(SqliteStore store) : IStreamReader
{
    private const string LastSql = "SELECT sequence FROM streams WHERE stream = ?1";
    private const string AfterSql = """
        SELECT e.sequence, e.at, e.payload, v.payload FROM streams s JOIN stream_events e ON e.stream_id = s.id LEFT JOIN job_views v ON v.id = e.view_id
        WHERE s.stream = ?1 AND e.sequence > ?2 ORDER BY e.sequence LIMIT ?3
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [LastSql, AfterSql];

    /// <inheritdoc/>
    public ValueTask<long> LastSequence(string stream, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[LastSql];
            using var use = row.Begin();
            row.Bind(1, stream);
            return row.Step() ? row.Number(0) : 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StreamEvent>> After(string stream, long after, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[AfterSql].All(
            rows =>
            {
                rows.Bind(1, stream);
                rows.Bind(2, after);
                rows.Bind(3, (long)limit);
            },
            rows => new StreamEvent(stream, StorageTerms.DurableEpoch, rows.Number(0), rows.Instant(1), StoreJson.Read<PushMessage>(rows.Bytes(2), rows.Bytes(3)))),
        cancellationToken);
}
