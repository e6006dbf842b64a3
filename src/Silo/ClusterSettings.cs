namespace O2O.Dispatch.Silo;

/// <summary>What a silo of a cluster is told, by the section Cluster of its configuration (environment: Cluster__Postgres and so on).</summary>
public sealed class ClusterSettings
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Cluster";

    /// <summary>Connection string of PostgreSQL, which keeps jobs, grain state and the membership of silos. Needed.</summary>
    public string Postgres { get; set; } = string.Empty;

    /// <summary>Names the silos that work together.</summary>
    public string ClusterId { get; set; } = "dispatch";

    /// <summary>Names the service, over any number of clusters that follow one another.</summary>
    public string ServiceId { get; set; } = "dispatch";

    /// <summary>Where silos reach this one.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Where API nodes reach this one.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>Base64 of the key that signs quotes, at least 32 bytes; the same on every node. Needed.</summary>
    public string QuoteKey { get; set; } = string.Empty;

    /// <summary>What is missing or wrong, a line each.</summary>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Postgres))
        {
            yield return "Cluster:Postgres names no database: set Cluster__Postgres to a connection string of Npgsql.";
        }

        var key = new byte[QuoteKey.Length];
        if (!Convert.TryFromBase64String(QuoteKey, key, out var length) || length < 32)
        {
            yield return "Cluster:QuoteKey is no key: set Cluster__QuoteKey to base64 of at least 32 random bytes, the same on every node.";
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
