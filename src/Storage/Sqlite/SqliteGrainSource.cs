using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Connections for ADO.NET grain storage that write with a chosen durability: a connection string alone cannot say it, and SQLite's default forces every write to the disk.</summary>
/// <param name="connectionString">A connection string of Microsoft.Data.Sqlite.</param>
/// <param name="durability">What an acknowledged write survives, to begin with.</param>
public sealed class SqliteGrainSource(string connectionString, SqliteDurability durability) : DbDataSource
{
    private volatile SqliteDurability _durability = durability;

    /// <summary>What an acknowledged write survives. A change holds from the next operation on; the first one at <see cref="SqliteDurability.Full"/> takes all before it along.</summary>
    public SqliteDurability Durability
    {
        get => _durability;
        set => _durability = value;
    }

    /// <inheritdoc/>
    public override string ConnectionString => connectionString;

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new Connection(this);

    private sealed class Connection(SqliteGrainSource source) : SqliteConnection(source.ConnectionString)
    {
        // The asynchronous form of the base class opens through this one, in line. A pooled connection keeps what it was told last, so each is told anew.
        public override void Open()
        {
            base.Open();
            using var command = CreateCommand();
            command.CommandText = source.Durability == SqliteDurability.Normal ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL";
            command.ExecuteNonQuery();
        }
    }
}
