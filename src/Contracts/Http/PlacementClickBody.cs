namespace O2O.Dispatch.Contracts.Http;

/// <summary>Says that the customer has opened a placed store.</summary>
/// <param name="Click">What came with the store.</param>
public sealed record PlacementClickBody(string Click);
