using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>What an API node of a cluster is told.</summary>
public sealed class NodeSettings : ClusterSection
{
    /// <summary>How long the node goes on serving once it was told to stop, while its health says draining: as long as a proxy takes to see that. Default: 5 s.</summary>
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override IEnumerable<string> Faults()
    {
        foreach (var fault in base.Faults())
        {
            yield return fault;
        }

        if (DrainDelay < TimeSpan.Zero || DrainDelay > TimeSpan.FromMinutes(1))
        {
            yield return $"Cluster:DrainDelay is {DrainDelay}; 0 to 1 min are expected.";
        }
    }
}
