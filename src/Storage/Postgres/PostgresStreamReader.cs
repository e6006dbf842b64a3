using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The durable streams on PostgreSQL.</summary>
internal sealed class PostgresStreamReader(PostgresStore store) : IStreamReader
{
    private const string LastSql = "SELECT sequence FROM streams WHERE stream = $1";
    private const string AfterSql = """
        SELECT e.sequence, e.at, e.payload, v.payload FROM streams s JOIN stream_events e ON e.stream_id = s.id LEFT JOIN job_views v ON v.id = e.view_id
        WHERE s.stream = $1 AND e.sequence > $2 ORDER BY e.sequence LIMIT $3
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [LastSql, AfterSql];

    /// <inheritdoc/>
    public ValueTask<long> LastSequence(string stream, CancellationToken cancellationToken) =>
        store.ReadFirst(LastSql, parameters => parameters.Text(stream), row => row.Number(0), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StreamEvent>> After(string stream, long after, int limit, CancellationToken cancellationToken) => store.ReadAll(
        AfterSql,
        parameters => parameters.Text(stream).Number(after).Number(limit),
        row => new StreamEvent(stream, StorageTerms.DurableEpoch, row.Number(0), row.Instant(1), StoreJson.Read<PushMessage>(row.Bytes(2), row.Bytes(3))),
        cancellationToken);
}
