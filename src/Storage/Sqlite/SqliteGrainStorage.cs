using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The tables and queries of ADO.NET grain storage (Orleans' published query contract) on SQLite. Orleans' invariant name for it is <see cref="Invariant"/>.</summary>
public static class SqliteGrainStorage
{
    /// <summary>The name under which Orleans' ADO.NET storage finds Microsoft.Data.Sqlite.</summary>
    public const string Invariant = "System.Data.SQLite";

    /// <summary>Creates what is missing and brings the query texts up to date. Running it again changes nothing.</summary>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite, the same that grain storage is given. The file is created when it is not there.</param>
    /// <exception cref="StoreOpenException">The file cannot be opened; the message says why.</exception>
    public static void EnsureCreated(string connectionString)
    {
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();

            // Grain storage opens a connection per operation: with the log, readers and the writer do not wait for each other.
            Execute(connection, "PRAGMA journal_mode = WAL");
            using var transaction = connection.BeginTransaction();
            foreach (var (_, sql) in SqlResources.In("Sqlite/GrainStorage/").Concat(SqlResources.In("GrainStorage/")))
            {
                Execute(connection, sql);
            }

            transaction.Commit();
        }
        catch (Exception fault) when (fault is DbException or ArgumentException)
        {
            throw new StoreOpenException($"Grain storage cannot be created with '{connectionString}': {fault.Message} Check the path in Data Source and the rights to its folder.", fault);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
