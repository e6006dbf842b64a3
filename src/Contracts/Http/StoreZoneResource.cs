namespace O2O.Dispatch.Contracts.Http;

/// <summary>Where a store brings things, and for what.</summary>
/// <param name="Zone">A pricing zone of the market; empty for anywhere in it.</param>
/// <param name="FeeMinorUnits">For the way.</param>
/// <param name="MinimumBasketMinorUnits">A basket below this is not brought.</param>
/// <param name="FreeFromMinorUnits">From this on the way is free; null for never.</param>
public sealed record StoreZoneResource(string Zone, long FeeMinorUnits, long MinimumBasketMinorUnits = 0, long? FreeFromMinorUnits = null);
