using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>What an API node of a cluster is told.</summary>
public sealed class NodeSettings : ClusterSection
{
    /// <summary>How long the node goes on serving once it was told to stop, while its health says draining: as long as a proxy takes to see that. Default: 5 s.</summary>
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the node waits for a silo's answer before the caller is told 503, to send the same again. A node does not hear which silos are dead: a call that went to one ends by this alone.
    /// Shorter lets jobs go on sooner after a silo's death, and sends callers away from a machine that is only slow. Default: 8 s, some more than it takes until a dead silo is given up.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(8);

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

        if (CallTimeout < TimeSpan.FromSeconds(1) || CallTimeout > TimeSpan.FromMinutes(1))
        {
            yield return $"Cluster:CallTimeout is {CallTimeout}; 1 s to 1 min are expected.";
        }
    }
}
