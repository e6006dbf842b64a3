using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Silo;

/// <summary>What a silo of a cluster is told.</summary>
public sealed class ClusterSettings : ClusterSection
{
    /// <summary>Where silos reach this one.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Where API nodes reach this one.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <inheritdoc/>
    public override IEnumerable<string> Faults()
    {
        foreach (var fault in base.Faults())
        {
            yield return fault;
        }

        foreach (var (name, port) in new[] { (nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort) })
        {
            if (port is < 1 or > 65_535)
            {
                yield return $"Cluster:{name} is {port}; a port lies between 1 and 65,535.";
            }
        }
    }
}
