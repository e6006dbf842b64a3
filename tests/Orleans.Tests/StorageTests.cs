using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Embedded;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace O2O.Dispatch.Orleans.Tests;

[GenerateSerializer, Alias("t.PurseState")]
public sealed class PurseState
{
    [Id(0)]
    public long MinorUnits { get; set; }

    [Id(1)]
    public string? Last { get; set; }
}

[Alias("t.IPurse")]
internal interface IPurseGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task<long> Add(long minorUnits);

    [Alias("AddUnwritten")]
    Task AddUnwritten(long minorUnits);

    [Alias("Read")]
    Task<string> Read();

    [Alias("Clear")]
    Task Clear();

    [Alias("Leave")]
    Task Leave();

    [Alias("Reread")]
    Task Reread();
}

internal class PurseGrain([PersistentState("purse")] IPersistentState<PurseState> purse) : Grain, IPurseGrain
{
    public async Task<long> Add(long minorUnits)
    {
        purse.State.MinorUnits += minorUnits;
        await purse.WriteStateAsync();
        return purse.State.MinorUnits;
    }

    public Task AddUnwritten(long minorUnits)
    {
        purse.State.MinorUnits += minorUnits;
        return Task.CompletedTask;
    }

    public Task<string> Read() => Task.FromResult($"{purse.State.MinorUnits} {purse.RecordExists} {purse.Etag}");

    public async Task Clear() => await purse.ClearStateAsync();

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Reread() => purse.ReadStateAsync();
}

internal sealed class SecondPurseGrain([PersistentState("purse")] IPersistentState<PurseState> purse) : PurseGrain(purse);

public sealed class StorageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine-storage").FullName;

    public StorageTests() => DbProviderFactories.RegisterFactory("System.Data.SQLite", SqliteFactory.Instance);

    public static TheoryData<bool> Both => [false, true];

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task State_Written_IsThereAfterReactivation(bool database)
    {
        await using var engine = await Engine(database);
        var grain = engine.Grains.GetGrain<IPurseGrain>("p");
        Assert.Equal("0 False ", await grain.Read());
        Assert.Equal(500, await grain.Add(500));
        Assert.Equal(750, await grain.Add(250));
        await grain.AddUnwritten(99);
        await grain.Leave();
        Assert.Equal("750 True 2", await grain.Read());
        Assert.Equal(2, engine.Engine.Counters.StateWrites);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task State_Cleared_IsGoneAndCanBeWrittenAgain(bool database)
    {
        await using var engine = await Engine(database);
        var grain = engine.Grains.GetGrain<IPurseGrain>("c");
        await grain.Add(500);
        await grain.Clear();
        Assert.Equal("0 False 2", await grain.Read());
        await grain.Leave();
        Assert.Equal("0 False 2", await grain.Read());
        Assert.Equal(7, await grain.Add(7));
        Assert.Equal("7 True 3", await grain.Read());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task State_WrittenWithStaleETag_IsRefusedAndTheNextActivationReadsAfresh(bool database)
    {
        await using var engine = await Engine(database);
        var grain = engine.Grains.GetGrain<IPurseGrain>("s");
        await grain.Add(500);
        var storage = engine.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var other = new GrainState<PurseState>();
        await storage.ReadStateAsync("purse", grain.GetGrainId(), other);
        other.State!.MinorUnits = 1000;
        await storage.WriteStateAsync("purse", grain.GetGrainId(), other);

        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Add(1));
        Assert.Equal("1000 True 2", await grain.Read());
        Assert.Equal(1001, await grain.Add(1));

        var stale = new GrainState<PurseState>(new PurseState(), "1");
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("purse", grain.GetGrainId(), stale));
        var blind = new GrainState<PurseState>(new PurseState());
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("purse", grain.GetGrainId(), blind));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task State_ReadAgain_ForgetsWhatWasNotWritten(bool database)
    {
        await using var engine = await Engine(database);
        var grain = engine.Grains.GetGrain<IPurseGrain>("r");
        await grain.Add(5);
        await grain.AddUnwritten(99);
        await grain.Reread();
        Assert.Equal("5 True 1", await grain.Read());
    }

    [Fact]
    public async Task DatabaseState_SurvivesARestart()
    {
        await using (var engine = await Engine(true))
            await engine.Grains.GetGrain<IPurseGrain>("d").Add(42);
        await using var next = await Engine(true);
        Assert.Equal("42 True 1", await next.Grains.GetGrain<IPurseGrain>("d").Read());
    }

    [Fact]
    public async Task DatabaseRow_IsKeyedAsOrleansKeysIt()
    {
        // Numbers taken from a database that Microsoft Orleans 10.4 wrote.
        Assert.Equal(new AdoNetRowKey(0, 0, "probe", -582311676), AdoNetRowKey.Of("probe"));
        Assert.Equal(new AdoNetRowKey(0, 31, null, -526337803), AdoNetRowKey.Of("1f"));
        Assert.Equal(-747196292, AdoNetRowKey.HashOfType("counter"));
        Assert.Equal(734448387, AdoNetRowKey.HashOfType("hello world, this is longer than sixteen"));

        await using var engine = await Engine(true);
        await engine.Grains.GetGrain<IPurseGrain>("probe").Add(1);
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT GrainIdHash || '|' || GrainIdN0 || '|' || GrainIdN1 || '|' || GrainTypeString || '|' || GrainIdExtensionString || '|' || ServiceId || '|' || CAST(PayloadBinary AS TEXT) FROM Rows";
        Assert.Equal("-582311676|0|0|purse|probe|default|{\"MinorUnits\":1}", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task TwoClasses_OneStateName_AreRefusedAtStart()
    {
        var engine = TestEngine.Build([typeof(PurseGrain), typeof(SecondPurseGrain)]);
        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => engine.Engine.StartAsync());
        Assert.Contains("\"purse\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(PurseGrain), refused.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(SecondPurseGrain), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownProvider_AtStart_SaysWhatToRegister()
    {
        var engine = TestEngine.Build([typeof(PurseGrain)], silo => silo.AddAdoNetGrainStorageAsDefault(options =>
        {
            options.Invariant = "Nobody.Knows";
            options.ConnectionString = ConnectionString;
        }));
        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => engine.Engine.StartAsync());
        Assert.Contains("Nobody.Knows", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseWithoutQueries_AtStart_SaysWhichIsMissing()
    {
        Sql("CREATE TABLE OrleansQuery (QueryKey TEXT, QueryText TEXT); INSERT INTO OrleansQuery VALUES ('ReadFromStorageKey', 'SELECT 1');");
        var engine = TestEngine.Build([typeof(PurseGrain)], Database);
        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => engine.Engine.StartAsync());
        Assert.Contains("WriteToStorageKey", refused.Message, StringComparison.Ordinal);
    }

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "grains.db")}";

    private void Database(ISiloBuilder silo) => silo.AddAdoNetGrainStorageAsDefault(options =>
    {
        options.Invariant = "System.Data.SQLite";
        options.ConnectionString = ConnectionString;
    });

    private Task<TestEngine> Engine(bool database)
    {
        if (!database)
            return TestEngine.Wall([typeof(PurseGrain)]);
        Sql(Schema);
        return TestEngine.Wall([typeof(PurseGrain)], Database);
    }

    private void Sql(string text)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    /// <summary>The least schema that speaks the query contract.</summary>
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS Rows (
            GrainIdHash INT, GrainIdN0 BIGINT, GrainIdN1 BIGINT, GrainTypeHash INT, GrainTypeString TEXT, GrainIdExtensionString TEXT,
            ServiceId TEXT, PayloadBinary BLOB, Version INT,
            UNIQUE (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId));
        INSERT OR REPLACE INTO OrleansQuery VALUES
        ('ReadFromStorageKey', 'SELECT PayloadBinary, Version FROM Rows WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash
            AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeString = @GrainTypeString
            AND GrainIdExtensionString IS @GrainIdExtensionString AND ServiceId = @ServiceId'),
        ('WriteToStorageKey', 'INSERT INTO Rows SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString,
                @GrainIdExtensionString, @ServiceId, @PayloadBinary, 0 WHERE @GrainStateVersion IS NULL AND NOT EXISTS (SELECT 1 FROM Rows
                WHERE GrainIdHash = @GrainIdHash AND GrainTypeString = @GrainTypeString AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString IS @GrainIdExtensionString);
            UPDATE Rows SET PayloadBinary = @PayloadBinary, Version = Version + 1 WHERE GrainIdHash = @GrainIdHash AND GrainTypeString = @GrainTypeString
                AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString IS @GrainIdExtensionString AND Version = COALESCE(@GrainStateVersion, 0)
            RETURNING Version AS NewGrainStateVersion'),
        ('ClearStorageKey', 'UPDATE Rows SET PayloadBinary = NULL, Version = Version + 1 WHERE GrainIdHash = @GrainIdHash AND GrainTypeString = @GrainTypeString
                AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString IS @GrainIdExtensionString AND Version = @GrainStateVersion
            RETURNING Version AS NewGrainStateVersion');
        """;
}
