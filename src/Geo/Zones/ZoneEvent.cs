namespace O2O.Dispatch.Geo.Zones;

/// <summary>Something that happened between a vehicle and a zone.</summary>
/// <param name="Kind">What.</param>
/// <param name="Zone">The zone's index in the map.</param>
/// <param name="At">When: at an entry the first report inside, at an exit the first report outside after which none came from inside, at dwelling the report that shows it.</param>
public readonly record struct ZoneEvent(ZoneEventKind Kind, int Zone, DateTimeOffset At);
