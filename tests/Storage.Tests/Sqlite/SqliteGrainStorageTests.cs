using System.Data.Common;
using Microsoft.Data.Sqlite;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Storage.Tests.Contract;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Sqlite;

/// <summary>Grain storage in an SQLite file.</summary>
public sealed class SqliteGrainStorageTests : GrainStorageContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ConnectionString => $"Data Source={_folder.File("grains.db")}";

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void EnsureCreated_File_KeepsALog()
    {
        EnsureCreated();
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

    protected override void EnsureCreated() => SqliteGrainStorage.EnsureCreated(ConnectionString);

    protected override DbConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }
}
