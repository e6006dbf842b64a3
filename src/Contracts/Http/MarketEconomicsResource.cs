namespace O2O.Dispatch.Contracts.Http;

/// <summary>What the jobs of a market and service class came to in one currency.</summary>
/// <param name="Market">The market.</param>
/// <param name="ServiceClass">The service class.</param>
/// <param name="Transfers">Of how many transfers.</param>
/// <param name="Economics">By these.</param>
public sealed record MarketEconomicsResource(string Market, string ServiceClass, long Transfers, EconomicsResource Economics);
