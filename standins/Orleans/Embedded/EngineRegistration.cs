using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace O2O.Dispatch.Embedded;

/// <summary>Puts the engine and what it offers into a service collection.</summary>
internal static class EngineRegistration
{
    public static void Add(IServiceCollection services, IConfiguration? configuration, Action<ISiloBuilder> configure)
    {
        configuration ??= new EmptyConfiguration("");
        if (!services.Any(static service => service.ServiceType == typeof(EmbeddedEngine)))
        {
            services.AddOptions();
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
            services.TryAdd(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(Logger<>)));
            services.TryAddSingleton<IGrainStorageSerializer, SystemTextJsonGrainStorageSerializer>();
            services.AddSingleton(new ServiceLifetimes(services));
            services.AddSingleton<EmbeddedEngine>();
            services.AddSingleton<IClusterClient>(static provider => provider.GetRequiredService<EmbeddedEngine>());
            services.AddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<EmbeddedEngine>());
            services.AddSingleton<IGrainContextAccessor>(static provider => provider.GetRequiredService<EmbeddedEngine>());
            services.AddSingleton<IEngineWork>(static provider => provider.GetRequiredService<EmbeddedEngine>().Work);
            services.AddSingleton<IOffload>(static provider => provider.GetRequiredService<EmbeddedEngine>().Work);
            services.AddSingleton<IEngineTrace>(static provider => provider.GetRequiredService<EmbeddedEngine>().Trace);
            services.AddSingleton(static provider => provider.GetRequiredService<EmbeddedEngine>().Reminders!);
            services.AddSingleton<IHostedService, EngineHostedService>();
        }

        configure(new SiloBuilder(services, configuration));
        if (configuration["Orleans:Clustering:ProviderType"] is { Length: > 0 } provider
            && !string.Equals(provider, "Development", StringComparison.OrdinalIgnoreCase))
            services.AddSingleton(new ClusteringRefusal($"the configuration key Orleans:Clustering:ProviderType = {provider}"));
    }
}
