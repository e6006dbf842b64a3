using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Push;
using O2O.Dispatch.Storage.Redis;
using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.Storage;

/// <summary>Registers stores and buses with a host.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// Registers the storage ports over one SQLite file, all of them singletons. The store opens when the first of them is asked for, with the host's TimeProvider (or the system's)
    /// and the host's <see cref="IGroupCommitSignal"/> if there is one, and closes with the host.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, Action<SqliteOptions> configure)
    {
        services.AddOptions<SqliteOptions>().Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteOptions>, SqliteOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new SqliteStore(
            provider.GetRequiredService<IOptions<SqliteOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<IGroupCommitSignal>(),
            provider.GetService<ILogger<SqliteStore>>()));
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Jobs);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Outbox);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Offers);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Ledger);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Books);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().JobReader);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Ratings);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Providers);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().ApiKeys);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Streams);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().PaymentWebhooks);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().JobFeed);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Webhooks);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Payouts);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Wallets);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Vouchers);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Referrals);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Journeys);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Loop);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Suggestions);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Consents);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Placements);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Merchants);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Bookings);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().PaymentRefusals);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().SaleCodes);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Statistics);
        services.AddSingleton<IStoreUpkeep>(provider => provider.GetRequiredService<SqliteStore>());
        return services;
    }

    /// <summary>
    /// Registers the storage ports over one PostgreSQL database, all of them singletons. The store opens when the first of them is asked for, with the host's TimeProvider (or the system's),
    /// and closes with the host. It keeps wall time alone: a replay needs SQLite.
    /// </summary>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, Action<PostgresOptions> configure)
    {
        services.AddOptions<PostgresOptions>().Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresOptions>, PostgresOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetService<IGroupCommitSignal>() is null
            ? new PostgresStore(
                provider.GetRequiredService<IOptions<PostgresOptions>>().Value,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ILogger<PostgresStore>>())
            : throw new StoreOpenException("A replay is deterministic, and a server is not: give it an SQLite store."));
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Jobs);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Outbox);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Offers);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Ledger);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Books);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().JobReader);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Ratings);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Providers);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().ApiKeys);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Streams);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().PaymentWebhooks);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().JobFeed);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Webhooks);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Payouts);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Wallets);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Vouchers);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Referrals);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Journeys);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Loop);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Suggestions);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Consents);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Placements);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Merchants);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Bookings);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().PaymentRefusals);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().SaleCodes);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresStore>().Statistics);
        services.AddSingleton<IStoreUpkeep>(provider => provider.GetRequiredService<PostgresStore>());
        return services;
    }

    /// <summary>
    /// Registers what goes over Redis: the last places of providers, and events between nodes, in place of a bus that was registered before. Expects the host's <see cref="IIdSource"/>. A server that is away is tried again
    /// and again, and keeps nothing from starting.
    /// </summary>
    public static IServiceCollection AddRedis(this IServiceCollection services, Action<RedisOptions> configure)
    {
        services.AddOptions<RedisOptions>().Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new RedisServers(provider.GetRequiredService<IOptions<RedisOptions>>().Value));
        services.AddSingleton<ILastPlaces>(provider => new RedisLastPlaces(
            provider.GetRequiredService<RedisServers>(),
            provider.GetRequiredService<IOptions<RedisOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<RedisLastPlaces>>()));
        services.AddSingleton(provider => new RedisEventBus(
            provider.GetRequiredService<RedisServers>(),
            provider.GetRequiredService<IOptions<RedisOptions>>().Value,
            provider.GetRequiredService<IIdSource>().Next(),
            TimeProvider.System,
            provider.GetService<ILoggerFactory>()));
        services.AddSingleton<IEventBus>(provider => provider.GetRequiredService<RedisEventBus>());
        services.AddSingleton<INodeLink>(provider => provider.GetRequiredService<RedisEventBus>());
        return services;
    }

    /// <summary><see cref="AddRedis"/> where a configuration is given; nothing where it is empty.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The server.</param>
    /// <param name="others">Sets the other options.</param>
    public static IServiceCollection AddRedisWhere(this IServiceCollection services, string? configuration, Action<RedisOptions> others) => string.IsNullOrEmpty(configuration)
        ? services
        : services.AddRedis(redis =>
        {
            others(redis);
            redis.Configuration = configuration;
        });

    /// <summary>Registers the bus that carries events within this process.</summary>
    public static IServiceCollection AddMemoryEventBus(this IServiceCollection services)
    {
        services.AddSingleton<IEventBus>(provider => new MemoryEventBus(provider.GetService<ILogger<MemoryEventBus>>()));
        return services;
    }
}
