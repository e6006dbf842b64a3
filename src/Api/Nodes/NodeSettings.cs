using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>What an API node of a cluster is told.</summary>
public sealed class NodeSettings : ClusterSection
{
    /// <summary>The markets that are served, with commas between them. Needed.</summary>
    public string Markets { get; set; } = string.Empty;

    /// <summary>Folder with manhattan_nodes.csv.gz and manhattan_edges.csv.gz, the roads of all of them; empty for the generated city.</summary>
    public string Roads { get; set; } = string.Empty;

    /// <summary>The names of the markets.</summary>
    internal IReadOnlyList<string> MarketNames => Markets.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <inheritdoc/>
    public override IEnumerable<string> Faults()
    {
        foreach (var fault in base.Faults())
        {
            yield return fault;
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
}
