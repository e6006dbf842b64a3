namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>What every process of a cluster is told, by the section Cluster of its configuration (environment: Cluster__Postgres and so on).</summary>
public abstract class ClusterSection
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Cluster";

    /// <summary>Connection string of PostgreSQL, which keeps jobs, grain state and the membership of silos. Needed.</summary>
    public string Postgres { get; set; } = string.Empty;

    /// <summary>Names the silos that work together.</summary>
    public string ClusterId { get; set; } = "dispatch";

    /// <summary>Names the service, over any number of clusters that follow one another.</summary>
    public string ServiceId { get; set; } = "dispatch";

    /// <summary>Base64 of the key that signs quotes, at least 32 bytes; the same on every node. Needed.</summary>
    public string QuoteKey { get; set; } = string.Empty;

    /// <summary>Where Redis is, as StackExchange.Redis reads it: it keeps the last places of providers. Empty for none: then a dispatch shard that begins anew waits for reports.</summary>
    public string Redis { get; set; } = string.Empty;

    /// <summary>The markets that are served, with commas between them; the same on every node. Needed.</summary>
    public string Markets { get; set; } = string.Empty;

    /// <summary>Folder with manhattan_nodes.csv.gz and manhattan_edges.csv.gz, the roads of all markets, and where there is one manhattan_taxi_zones.geojson, the zones that prices go by; the same on every node. Empty for the generated city.</summary>
    public string Roads { get; set; } = string.Empty;

    /// <summary>Where /metrics and the health of this process are told, for instance http://127.0.0.1:9464: for operations, not for clients. Empty for nowhere.</summary>
    public string OpsUrl { get; set; } = string.Empty;

    /// <summary>Whether Orleans' dashboard is there: silos collect its figures, API nodes show it to operators. The same on every node. Default: yes.</summary>
    public bool Dashboard { get; set; } = true;

    /// <summary>The names of the markets.</summary>
    public IReadOnlyList<string> MarketNames => Markets.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What is missing or wrong, a line each.</summary>
    public virtual IEnumerable<string> Faults()
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

        if (MarketNames.Count == 0)
        {
            yield return "Cluster:Markets names no market: set Cluster__Markets, for instance to hohenmarkt.";
        }

        foreach (var name in MarketNames.Where(name => !Domain.Markets.Slug.IsSlug(name)))
        {
            yield return $"Cluster:Markets: '{name}' does not name a market: {Domain.Markets.Slug.Rule}";
        }

        if (OpsUrl.Length > 0 && !(Uri.TryCreate(OpsUrl, UriKind.Absolute, out var ops) && ops is { Scheme: "http", AbsolutePath: "/" }))
        {
            yield return $"Cluster:OpsUrl: '{OpsUrl}' is no address to listen on: http://HOST:PORT is expected.";
        }
    }
}
