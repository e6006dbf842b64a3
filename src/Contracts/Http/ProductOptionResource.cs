namespace O2O.Dispatch.Contracts.Http;

/// <summary>One choice.</summary>
/// <param name="Id">Unique within the product: lower-case letters, digits and hyphens.</param>
/// <param name="Name">For people.</param>
/// <param name="PriceMinorUnits">Added to each piece.</param>
public sealed record ProductOptionResource(string Id, string Name, long PriceMinorUnits = 0);
