namespace O2O.Dispatch.Geo.Zones;

/// <summary>A named area with a purpose.</summary>
/// <param name="Name">What it is called in messages; several may share a name.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Polygons">Its polygons, at least one; they may have holes, touch and overlap.</param>
public sealed record Zone(string Name, ZoneKind Kind, IReadOnlyList<AreaPolygon> Polygons);
