using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>One polygon of an area. Rings may be closed (last point as the first) or left open, and run either way round.</summary>
/// <param name="Outer">The outer ring, at least three different points.</param>
/// <param name="Holes">Rings cut out of it; null or empty for none.</param>
public sealed record AreaPolygon(IReadOnlyList<GeoPoint> Outer, IReadOnlyList<IReadOnlyList<GeoPoint>>? Holes = null);
