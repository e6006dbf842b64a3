namespace O2O.Dispatch.Geo.Index;

/// <summary>Which vehicles a search finds. <c>default</c> finds every one.</summary>
/// <param name="Services">Bits that a vehicle must all offer; 0 asks for none.</param>
/// <param name="FreeCapacity">The least free capacity.</param>
/// <param name="States">The states wanted, bit n for state n; 0 means any.</param>
/// <param name="Now">The time of the search: vehicles whose last report is older than the index's time to live are not found. Null finds them too.</param>
public readonly record struct VehicleFilter(uint Services = 0, int FreeCapacity = 0, uint States = 0, DateTimeOffset? Now = null);
