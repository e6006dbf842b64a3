using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The durable streams on PostgreSQL.</summary>
internal sealed class PostgresStreamReader(PostgresStore store) : IStreamReader
{
    private const string LastSql = "SELECT sequence FROM streams WHERE stream = $1";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [LastSql];

    /// <inheritdoc/>
    public ValueTask<long> LastSequence(string stream, CancellationToken cancellationToken) =>
        store.ReadFirst(LastSql, parameters => parameters.Text(stream), row => row.Number(0), cancellationToken);
}
