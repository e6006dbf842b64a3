namespace O2O.Dispatch.Contracts.Http;

/// <summary>One leg of an order.</summary>
/// <param name="Quote">The signed quote, unchanged; each leg has its own.</param>
/// <param name="Follows">The number of the leg that has to be completed before, counted from 1; null for the one before it. The first leg follows none.</param>
public sealed record LegBody(string Quote, int? Follows = null);
