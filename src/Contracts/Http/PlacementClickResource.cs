namespace O2O.Dispatch.Contracts.Http;

/// <summary>What came of it.</summary>
/// <param name="Counted">Whether an order within the time is a visit that the merchant pays for; not when the store was shown too long ago, or nothing is left of the budget.</param>
public sealed record PlacementClickResource(bool Counted);
