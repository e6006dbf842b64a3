namespace O2O.Dispatch.Api.Nodes;

/// <summary>What an API node of a cluster is told, by the section Cluster of its configuration (environment: Cluster__Postgres and so on).</summary>
public sealed class NodeSettings
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Cluster";

    /// <summary>Connection string of PostgreSQL, which the silos keep their jobs and their membership in. Needed.</summary>
    public string Postgres { get; set; } = string.Empty;

    /// <summary>The silos' cluster.</summary>
    public string ClusterId { get; set; } = "dispatch";

    /// <summary>The silos' service.</summary>
    public string ServiceId { get; set; } = "dispatch";

    /// <summary>Base64 of the key that signs quotes, at least 32 bytes; the same on every node. Needed.</summary>
    public string QuoteKey { get; set; } = string.Empty;

    /// <summary>The markets that are served, with commas between them. Needed.</summary>
    public string Markets { get; set; } = string.Empty;

    /// <summary>Folder with manhattan_nodes.csv.gz and manhattan_edges.csv.gz, the roads of all of them; empty for the generated city.</summary>
    public string Roads { get; set; } = string.Empty;

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

        if (MarketNames.Count == 0)
        {
            yield return "Cluster:Markets names no market: set Cluster__Markets, for instance to hohenmarkt.";
        }

        foreach (var name in MarketNames.Where(name => !Domain.Markets.Slug.IsSlug(name)))
        {
            yield return $"Cluster:Markets: '{name}' does not name a market: {Domain.Markets.Slug.Rule}";
        }
    }

    /// <summary>The names of the markets.</summary>
    internal IReadOnlyList<string> MarketNames => Markets.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
