namespace O2O.Dispatch.Geo.Index;

/// <summary>What a vehicle said of itself.</summary>
/// <param name="Place">Where it is, packed (<see cref="IndexStore.Pack"/>).</param>
/// <param name="Traits">Its traits, packed.</param>
/// <param name="Seen">When it said so, UTC ticks.</param>
internal readonly record struct IndexReport(long Place, long Traits, long Seen);
