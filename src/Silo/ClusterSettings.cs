using System.Net;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Silo;

/// <summary>What a silo of a cluster is told.</summary>
public sealed class ClusterSettings : ClusterSection
{
    /// <summary>The address that the other processes reach this silo at; it listens there. Empty for the machine's own, as its name resolves.</summary>
    public string Host { get; set; } = string.Empty;

    /// <summary>Where silos reach this one.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Where API nodes reach this one.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>Folder with NAME.json for each market, its definition: for a market that nobody has defined yet. Empty for none; then a market must be defined already.</summary>
    public string Definitions { get; set; } = string.Empty;

    /// <summary>How long silos wait for an answer of each other before it counts as missed; three missed in a row, and a silo is given up and its grains begin elsewhere. Shorter finds a dead silo sooner, and takes one that is only slow for dead. Default: 2 s.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override IEnumerable<string> Faults()
    {
        foreach (var fault in base.Faults())
        {
            yield return fault;
        }

        if (Host.Length > 0 && !IPAddress.TryParse(Host, out _))
        {
            yield return $"Cluster:Host: '{Host}' is no IP address.";
        }

        foreach (var (name, port) in new[] { (nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort) })
        {
            if (port is < 1 or > 65_535)
            {
                yield return $"Cluster:{name} is {port}; a port lies between 1 and 65,535.";
            }
        }

        if (SiloPort == GatewayPort)
        {
            yield return $"Cluster:SiloPort and Cluster:GatewayPort are both {SiloPort}; they must differ.";
        }

        if (ProbeTimeout < TimeSpan.FromMilliseconds(500) || ProbeTimeout > TimeSpan.FromMinutes(1))
        {
            yield return $"Cluster:ProbeTimeout is {ProbeTimeout}; 0.5 s to 1 min are expected.";
        }

        if (Definitions.Length > 0 && !Directory.Exists(Definitions))
        {
            yield return $"Cluster:Definitions: there is no folder {Path.GetFullPath(Definitions)}.";
        }
    }
}
