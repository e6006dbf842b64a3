using System.Data.Common;
using Microsoft.Data.Sqlite;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Sqlite;

/// <summary>The queries of grain storage, called as Orleans calls them: a connection each, parameters by name without a sign, no transaction.</summary>
public sealed class SqliteGrainStorageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ConnectionString => $"Data Source={_folder.File("grains.db")}";

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void State_WrittenReadAndCleared_CountsItsVersionOn()
    {
        SqliteGrainStorage.EnsureCreated(ConnectionString);
        var key = new Key("provider", "p1");
        Assert.Null(Read(key));
        Assert.Equal(1, Write(key, null, [1, 2]));
        Equal([1, 2], 1, Read(key));
        Assert.Equal(2, Write(key, 1, [3]));
        Equal([3], 2, Read(key));
        Assert.Equal(3, Clear(key, 2));
        Equal(null, 3, Read(key));
        Assert.Equal(4, Write(key, 3, [4]));
        Equal([4], 4, Read(key));
    }

    [Fact]
    public void Write_WithAnotherVersion_GivesNoRowAndChangesNothing()
    {
        SqliteGrainStorage.EnsureCreated(ConnectionString);
        var key = new Key("provider", "p1");
        Assert.Null(Write(key, 5, [9]));
        Assert.Null(Read(key));
        Assert.Equal(1, Write(key, null, [1]));
        Assert.Null(Write(key, null, [2]));
        Assert.Null(Write(key, 2, [3]));
        Assert.Null(Clear(key, 2));
        Assert.Null(Clear(key, null));
        Equal([1], 1, Read(key));
    }

    [Fact]
    public void Clear_OfAStateThatWasNeverWritten_GivesItARowWithoutAPayload()
    {
        SqliteGrainStorage.EnsureCreated(ConnectionString);
        var key = new Key("provider", "p1");
        Assert.Equal(1, Clear(key, null));
        Equal(null, 1, Read(key));
        Assert.Equal(2, Write(key, 1, [1]));
    }

    [Fact]
    public void States_OfOtherKeysNamesAndServices_AreApart()
    {
        SqliteGrainStorage.EnsureCreated(ConnectionString);
        Key[] keys =
        [
            new("provider", "p1"), new("provider", "p2"), new("market", "p1"), new("provider", null), new("provider", null) { N0 = 7 }, new("provider", null) { N1 = -7 },
            new("provider", "p1") { Service = "other" },
        ];
        for (var i = 0; i < keys.Length; i++)
        {
            Assert.Equal(1, Write(keys[i], null, [(byte)i]));
        }

        for (var i = 0; i < keys.Length; i++)
        {
            Equal([(byte)i], 1, Read(keys[i]));
        }
    }

    [Fact]
    public async Task Writes_AtOnceWithOneVersion_OneWins()
    {
        SqliteGrainStorage.EnsureCreated(ConnectionString);
        var key = new Key("provider", "p1");
        Assert.Equal(1, Write(key, null, [0]));
        for (var version = 1; version <= 10; version++)
        {
            var expected = version;
            var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => Write(key, expected, [(byte)i]))));
            Assert.Equal(expected + 1, Assert.Single(results, result => result is not null));
        }
    }

    [Fact]
    public void EnsureCreated_Again_ChangesNothingAndMendsQueries()
    {
        SqliteGrainStorage.EnsureCreated(ConnectionString);
        var key = new Key("provider", "p1");
        Write(key, null, [1]);
        SqliteUnderTest.Run(_folder.File("grains.db"), "UPDATE OrleansQuery SET QueryText = 'SELECT 1' WHERE QueryKey = 'ClearStorageKey'");
        SqliteGrainStorage.EnsureCreated(ConnectionString);
        Equal([1], 1, Read(key));
        Assert.Equal(2, Clear(key, 1));
        Assert.Equal(3L, SqliteUnderTest.Run(_folder.File("grains.db"), "SELECT COUNT(*) FROM OrleansQuery"));
        Assert.Equal("wal", SqliteUnderTest.Run(_folder.File("grains.db"), "PRAGMA journal_mode"));
    }

    [Fact]
    public void EnsureCreated_InTheFileOfTheStore_StandsBesideItWhicheverComesFirst()
    {
        foreach (var storeFirst in new[] { true, false })
        {
            var file = _folder.File($"both-{storeFirst}.db");
            if (storeFirst)
            {
                new SqliteStore(new SqliteOptions { Path = file }, new ManualClock()).Dispose();
            }

            SqliteGrainStorage.EnsureCreated($"Data Source={file}");
            new SqliteStore(new SqliteOptions { Path = file }, new ManualClock()).Dispose();
        }
    }

    [Fact]
    public void EnsureCreated_InAFolderThatDoesNotExist_SaysSo()
    {
        var failure = Assert.Throws<StoreOpenException>(() => SqliteGrainStorage.EnsureCreated($"Data Source={_folder.File("no/grains.db")}"));
        Assert.Contains("no/grains.db", failure.Message, StringComparison.Ordinal);
        Assert.Throws<StoreOpenException>(() => SqliteGrainStorage.EnsureCreated("nonsense"));
    }

    private static void Equal(byte[]? payload, int version, (byte[]? Payload, int Version)? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(version, actual.Value.Version);
        Assert.Equal(payload, actual.Value.Payload);
    }

    private (byte[]? Payload, int Version)? Read(Key key) => Ask<(byte[]?, int)?>("ReadFromStorageKey", key, null, null, rows => rows.Read()
        ? (rows["PayloadBinary"] as byte[], Convert.ToInt32(rows["Version"], System.Globalization.CultureInfo.InvariantCulture))
        : null);

    private int? Write(Key key, int? version, byte[] payload) => Ask("WriteToStorageKey", key, version, payload, NewVersion);

    private int? Clear(Key key, int? version) => Ask("ClearStorageKey", key, version, null, NewVersion);

    private static int? NewVersion(DbDataReader rows)
    {
        int? version = rows.Read() ? Convert.ToInt32(rows["NewGrainStateVersion"], System.Globalization.CultureInfo.InvariantCulture) : null;
        if (version is not null)
        {
            Assert.Equal(0, rows.GetOrdinal("NewGrainStateVersion"));
            Assert.False(rows.Read());
            Assert.False(rows.NextResult());
        }

        return version;
    }

    private T Ask<T>(string query, Key key, int? version, byte[]? payload, Func<DbDataReader, T> read)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var find = connection.CreateCommand();
        find.CommandText = "SELECT QueryText FROM OrleansQuery WHERE QueryKey = @key";
        find.Parameters.AddWithValue("key", query);
        using var command = connection.CreateCommand();
        command.CommandText = (string)find.ExecuteScalar()!;
        Add("GrainIdHash", key.Extension?.Length ?? 5);
        Add("GrainIdN0", key.N0);
        Add("GrainIdN1", key.N1);
        Add("GrainTypeHash", key.Name.Length);
        Add("GrainTypeString", key.Name);
        Add("GrainIdExtensionString", (object?)key.Extension ?? DBNull.Value);
        Add("ServiceId", key.Service);
        if (query != "ReadFromStorageKey")
        {
            Add("GrainStateVersion", (object?)version ?? DBNull.Value);
        }

        if (query == "WriteToStorageKey")
        {
            Add("PayloadBinary", payload!);
        }

        using var rows = command.ExecuteReader();
        return read(rows);

        void Add(string name, object value)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }

    private sealed record Key(string Name, string? Extension)
    {
        public long N0 { get; init; }

        public long N1 { get; init; }

        public string Service { get; init; } = "dispatch";
    }
}
