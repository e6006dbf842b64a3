using O2O.Dispatch.Embedded;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Membership in a database.</summary>
public static class AdoNetHostingExtensions
{
    /// <summary>Refused at start-up: the engine does not cluster.</summary>
    public static ISiloBuilder UseAdoNetClustering(this ISiloBuilder builder, Action<AdoNetClusteringSiloOptions> configureOptions) =>
        ClusteringRefusal.Add(builder, "UseAdoNetClustering");
}
