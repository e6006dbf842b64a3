using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The durable streams on SQLite.</summary>
internal sealed class SqliteStreamReader(SqliteStore store) : IStreamReader
{
    private const string LastSql = "SELECT sequence FROM streams WHERE stream = ?1";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [LastSql];

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
}
