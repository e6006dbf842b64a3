using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace O2O.Dispatch.Storage.Tests;

/// <summary>The engine's ADO.NET storage over the tables and queries of this room, found by its invariant alone.</summary>
public sealed class EngineGrainStateTests
{
    private static readonly GrainId Grain = GrainId.Create("probe", "p1");

    [Fact]
    public async Task State_OnSqlite_IsWrittenReadGuardedAndCleared()
    {
        using var folder = new TemporaryFolder();
        var connection = $"Data Source={folder.File("grains.db")};Pooling=False";
        SqliteGrainStorage.EnsureCreated(connection);
        await Check(SqliteGrainStorage.Invariant, connection);
    }

    [PostgresFact]
    public async Task State_OnPostgres_IsWrittenReadGuardedAndCleared()
    {
        var connection = PostgresServer.Shared.Database();
        PostgresGrainStorage.EnsureCreated(connection);
        await Check(PostgresGrainStorage.Invariant, new PostgresOptions { ConnectionString = connection, MaxPoolSize = 2 }.ToConnectionString());
        PostgresServer.Shared.Drop(connection);
    }

    private static async Task Check(string invariant, string connection)
    {
        var services = new ServiceCollection();
        services.AddOrleans(silo => silo.AddAdoNetGrainStorageAsDefault(options =>
        {
            options.Invariant = invariant;
            options.ConnectionString = connection;
        }));
        await using var provider = services.BuildServiceProvider();
        var storage = provider.GetRequiredKeyedService<IGrainStorage>("Default");
        var state = new GrainState<Probe>(new Probe { Text = "é 🚕", Number = 7 });
        await storage.WriteStateAsync("probe", Grain, state);
        Assert.Equal("1", state.ETag);

        var read = new GrainState<Probe>();
        await storage.ReadStateAsync("probe", Grain, read);
        Assert.Equal(("é 🚕", 7, "1", true), (read.State!.Text, read.State.Number, read.ETag, read.RecordExists));
        read.State.Number = 8;
        await storage.WriteStateAsync("probe", Grain, read);

        // The first one holds an old version by now.
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("probe", Grain, state));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("probe", Grain, state));
        await storage.ClearStateAsync("probe", Grain, read);
        var after = new GrainState<Probe>();
        await storage.ReadStateAsync("probe", Grain, after);
        Assert.Equal((null, 0, "3", false), (after.State!.Text, after.State.Number, after.ETag, after.RecordExists));
    }

    private sealed class Probe
    {
        public string? Text { get; set; }

        public int Number { get; set; }
    }
}
