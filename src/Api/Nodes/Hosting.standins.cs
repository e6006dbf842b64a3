using Microsoft.AspNetCore.Builder;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>How an API node reaches the silos: in this build, not at all.</summary>
internal static class NodeHosting
{
    /// <summary>Why this build has no API node; null when it has.</summary>
    public static string? ClusterRefusal =>
        "This build has the embedded engine, which is of one process and does not cluster. Run src/AllInOne, or build with -p:PackageSet=nuget, which has Microsoft Orleans.";

    /// <summary>Refuses.</summary>
    /// <exception cref="NotSupportedException">Always; see <see cref="ClusterRefusal"/>.</exception>
    public static void AddDispatchClient(this WebApplicationBuilder builder, NodeSettings settings) => throw new NotSupportedException(ClusterRefusal);
}
