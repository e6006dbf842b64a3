namespace O2O.Dispatch.Contracts.Http;

/// <summary>A product that a store sells in one way.</summary>
/// <param name="ProductId">Which.</param>
/// <param name="Channel">delivery, counter or visit.</param>
/// <param name="Left">How many there are; null for as many as one likes.</param>
public sealed record ShelfResource(Guid ProductId, string Channel, int? Left);
