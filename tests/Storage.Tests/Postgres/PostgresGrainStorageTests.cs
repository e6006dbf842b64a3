using System.Data.Common;
using Npgsql;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Tests.Contract;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Postgres;

/// <summary>Grain storage in a PostgreSQL database.</summary>
[NeedsPostgres]
public sealed class PostgresGrainStorageTests : GrainStorageContract, IDisposable
{
    private readonly Lazy<string> _database = new(() => PostgresServer.Shared.Database());

    public void Dispose()
    {
        if (_database.IsValueCreated)
        {
            PostgresServer.Shared.Drop(_database.Value);
        }
    }

    [PostgresFact]
    public async Task EnsureCreated_AtOnceByMany_IsDoneOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(EnsureCreated)));
        Assert.Equal(3L, PostgresUnderTest.Run(_database.Value, "SELECT count(*) FROM OrleansQuery"));
    }

    [PostgresFact]
    public void EnsureCreated_InTheDatabaseOfTheStore_StandsBesideItWhicheverComesFirst()
    {
        EnsureCreated();
        var options = new PostgresOptions { ConnectionString = _database.Value };
        new PostgresStore(options, new ManualClock()).Dispose();
        EnsureCreated();
        new PostgresStore(options, new ManualClock()).Dispose();
    }

    [PostgresFact]
    public void EnsureCreated_InADatabaseThatDoesNotExist_SaysSo()
    {
        var builder = new NpgsqlConnectionStringBuilder(_database.Value) { Database = "nowhere", Password = "hunter2" };
        var failure = Assert.Throws<StoreOpenException>(() => PostgresGrainStorage.EnsureCreated(builder.ConnectionString));
        Assert.Contains("nowhere", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
        Assert.Throws<StoreOpenException>(() => PostgresGrainStorage.EnsureCreated("nonsense"));
    }

    protected override void EnsureCreated() => PostgresGrainStorage.EnsureCreated(_database.Value);

    protected override DbConnection Connect()
    {
        var connection = new NpgsqlConnection(_database.Value + ";Pooling=false");
        connection.Open();
        return connection;
    }
}
