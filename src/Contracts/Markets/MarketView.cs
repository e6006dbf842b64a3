namespace O2O.Dispatch.Contracts.Markets;

/// <summary>A market's definition: a document, because it is configuration and is read whole.</summary>
/// <param name="Definition">The market as JSON (the form of docs/reference/market.md).</param>
/// <param name="Version">Counts its changes.</param>
[GenerateSerializer, Immutable, Alias("o2o.market-view")]
public sealed record MarketView([property: Id(0)] string Definition, [property: Id(1)] long Version);
