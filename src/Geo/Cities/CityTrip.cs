namespace O2O.Dispatch.Geo.Cities;

/// <summary>A wish to go from one node to another.</summary>
/// <param name="OffsetMilliseconds">When it arises, milliseconds after the start of the period.</param>
/// <param name="PickUpNode">Node index where it begins.</param>
/// <param name="DropOffNode">Node index where it ends, never the same.</param>
public readonly record struct CityTrip(long OffsetMilliseconds, int PickUpNode, int DropOffNode);
