namespace O2O.Dispatch.Grains.Markets;

/// <summary>What is stored of a market.</summary>
public sealed class MarketDocument
{
    /// <summary>The definition as JSON; null until it is defined.</summary>
    public string? Definition { get; set; }

    /// <summary>Counts the changes.</summary>
    public long Version { get; set; }
}
