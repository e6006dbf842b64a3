using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.AllInOne.Data;

/// <summary>The store that the options name: SQLite in the data folder, PostgreSQL, or memory.</summary>
internal static class StoreChoice
{
    /// <summary>Registers it.</summary>
    /// <exception cref="StoreOpenException">It cannot be opened; the message says why.</exception>
    public static void Add(IServiceCollection services, SiloSettings silo, AllInOneOptions options, DataFolder folder)
    {
        if (options.Postgres is { } server)
        {
            var grains = Server(server).ToConnectionString();
            PostgresGrainStorage.EnsureCreated(grains);
            silo.GrainStateInvariant = PostgresGrainStorage.Invariant;
            silo.GrainStateConnection = grains;
            services.AddPostgresStorage(postgres => postgres.ConnectionString = server);
            return;
        }

        if (folder.IsKept)
        {
            SqliteGrainStorage.EnsureCreated(folder.GrainsConnection);
            silo.GrainStateConnection = folder.GrainsConnection;

            // While thousands of simulated providers are taken on, a loss of power may take some of them: the next life takes them on again.
            var source = new SqliteGrainSource(folder.GrainsConnection, options.NoSimulation ? SqliteDurability.Full : SqliteDurability.Normal);
            silo.GrainStateSource = source;
            services.AddSingleton(source);
        }

        services.AddSqliteStorage(sqlite => sqlite.Path = folder.Store);
    }

    /// <summary>The last commit of an earlier life; null when there was none.</summary>
    /// <exception cref="StoreOpenException">The store cannot be opened; the message says why.</exception>
    public static DateTimeOffset? LastCommitAt(AllInOneOptions options, DataFolder folder)
    {
        if (options.Postgres is { } server)
        {
            using var found = new PostgresStore(Server(server), TimeProvider.System);
            return Last(found.JobReader);
        }

        if (!folder.IsKept || !File.Exists(folder.Store))
        {
            return null;
        }

        using var store = new SqliteStore(new SqliteOptions { Path = folder.Store }, TimeProvider.System);
        return Last(store.JobReader);
    }

    /// <summary>From here on everything acknowledged outlives a loss of power.</summary>
    public static void CityIsPeopled(IServiceProvider services)
    {
        if (services.GetService<SqliteGrainSource>() is { } grains)
        {
            grains.Durability = SqliteDurability.Full;
        }
    }

    private static PostgresOptions Server(string connection)
    {
        var options = new PostgresOptions { ConnectionString = connection };
        return options.Faults() is { Count: > 0 } faults
            ? throw new StartFault(ExitCodes.BadOption, $"--postgres: {string.Join(' ', faults)}")
            : options;
    }

    private static DateTimeOffset? Last(IJobReader reader) => reader.LastCommitAt(CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
