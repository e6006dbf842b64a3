namespace O2O.Dispatch.Geo.Index;

/// <summary>What a vehicle said of itself besides its place.</summary>
/// <param name="Traits">Its traits, packed.</param>
/// <param name="Seen">When it said so, UTC ticks.</param>
internal readonly record struct IndexReport(long Traits, long Seen);
