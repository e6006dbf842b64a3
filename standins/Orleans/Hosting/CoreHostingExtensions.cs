using System.Net;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Embedded;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Membership. The embedded engine is one process and says so at start-up when asked for more.</summary>
public static class CoreHostingExtensions
{
    /// <summary>One silo on this machine, which is what the engine is. Ports are not opened; names other than the defaults are kept.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = 11111,
        int gatewayPort = 30000,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "dev",
        string clusterId = "dev")
    {
        if (primarySiloEndpoint is not null)
            ClusteringRefusal.Add(builder, "UseLocalhostClustering with a primary silo");
        if (serviceId == "dev" && clusterId == "dev")
            return builder;
        builder.Services.Configure<ClusterOptions>(options =>
        {
            options.ServiceId = serviceId;
            options.ClusterId = clusterId;
        });
        return builder;
    }

    /// <summary>Refused at start-up: the engine does not cluster.</summary>
    public static ISiloBuilder UseDevelopmentClustering(this ISiloBuilder builder, IPEndPoint? primarySiloEndpoint) =>
        ClusteringRefusal.Add(builder, "UseDevelopmentClustering");
}
