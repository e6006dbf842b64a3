using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Connections for ADO.NET grain storage that write with a chosen durability: a connection string alone cannot say it, and SQLite's default forces every write to the disk.</summary>
/// <param name="connectionString">A connection string of Microsoft.Data.Sqlite.</param>
/// <param name="durability">What an acknowledged write survives.</param>
public sealed class SqliteGrainSource(string connectionString, SqliteDurability durability) : DbDataSource
{
    /// <inheritdoc/>
    public override string ConnectionString => connectionString;

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new Connection(connectionString, durability);

    private sealed class Connection(string connectionString, SqliteDurability durability) : SqliteConnection(connectionString)
    {
        // The asynchronous form of the base class opens through this one, in line.
        public override void Open()
        {
            base.Open();
            if (durability == SqliteDurability.Normal)
            {
                using var command = CreateCommand();
                command.CommandText = "PRAGMA synchronous = NORMAL";
                command.ExecuteNonQuery();
            }
        }
    }
}
