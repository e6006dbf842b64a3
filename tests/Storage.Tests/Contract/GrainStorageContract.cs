using System.Data;
using System.Data.Common;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What the queries of grain storage promise on every database, called as Orleans calls them: a connection each, parameters by name without a sign, no transaction.</summary>
public abstract class GrainStorageContract
{
    protected abstract void EnsureCreated();

    protected abstract DbConnection Connect();

    [ContractFact]
    public void State_WrittenReadAndCleared_CountsItsVersionOn()
    {
        EnsureCreated();
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

    [ContractFact]
    public void Write_WithAnotherVersion_GivesNoRowAndChangesNothing()
    {
        EnsureCreated();
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

    [ContractFact]
    public void Clear_OfAStateThatWasNeverWritten_GivesItARowWithoutAPayload()
    {
        EnsureCreated();
        var key = new Key("provider", "p1");
        Assert.Equal(1, Clear(key, null));
        Equal(null, 1, Read(key));
        Assert.Equal(2, Write(key, 1, [1]));
    }

    [ContractFact]
    public void States_OfOtherKeysNamesAndServices_AreApart()
    {
        EnsureCreated();
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

    [ContractFact]
    public async Task Writes_AtOnceWithOneVersion_OneWins()
    {
        EnsureCreated();
        var key = new Key("provider", "p1");
        Assert.Equal(1, Write(key, null, [0]));
        for (var version = 1; version <= 10; version++)
        {
            var expected = version;
            var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => Write(key, expected, [(byte)i]))));
            Assert.Equal(expected + 1, Assert.Single(results, result => result is not null));
        }
    }

    [ContractFact]
    public void EnsureCreated_Again_ChangesNothingAndMendsQueries()
    {
        EnsureCreated();
        var key = new Key("provider", "p1");
        Write(key, null, [1]);
        Run("UPDATE OrleansQuery SET QueryText = 'SELECT 1' WHERE QueryKey = 'ClearStorageKey'");
        EnsureCreated();
        Equal([1], 1, Read(key));
        Assert.Equal(2, Clear(key, 1));
        Assert.Equal(3L, Run("SELECT COUNT(*) FROM OrleansQuery"));
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
        using var connection = Connect();
        using var find = connection.CreateCommand();
        find.CommandText = "SELECT QueryText FROM OrleansQuery WHERE QueryKey = @key";
        var wanted = find.CreateParameter();
        wanted.ParameterName = "key";
        wanted.Value = query;
        find.Parameters.Add(wanted);
        using var command = connection.CreateCommand();
        command.CommandText = (string)find.ExecuteScalar()!;
        Add("GrainIdHash", DbType.Int32, key.Extension?.Length ?? 5);
        Add("GrainIdN0", DbType.Int64, key.N0);
        Add("GrainIdN1", DbType.Int64, key.N1);
        Add("GrainTypeHash", DbType.Int32, key.Name.Length);
        Add("GrainTypeString", DbType.String, key.Name);
        Add("GrainIdExtensionString", DbType.String, (object?)key.Extension ?? DBNull.Value);
        Add("ServiceId", DbType.String, key.Service);
        if (query != "ReadFromStorageKey")
        {
            Add("GrainStateVersion", DbType.Int32, (object?)version ?? DBNull.Value);
        }

        if (query == "WriteToStorageKey")
        {
            Add("PayloadBinary", DbType.Binary, payload!);
        }

        using var rows = command.ExecuteReader();
        return read(rows);

        void Add(string name, DbType type, object value)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.DbType = type;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }

    private object? Run(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private sealed record Key(string Name, string? Extension)
    {
        public long N0 { get; init; }

        public long N1 { get; init; }

        public string Service { get; init; } = "dispatch";
    }
}
