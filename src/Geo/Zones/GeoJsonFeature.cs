namespace O2O.Dispatch.Geo.Zones;

/// <summary>A named area read from GeoJSON.</summary>
/// <param name="Name">The property <c>zone</c> or <c>name</c>, else the feature's id, else its place in the file.</param>
/// <param name="Properties">All properties with plain values, as text.</param>
/// <param name="Polygons">Its polygons, at least one.</param>
public sealed record GeoJsonFeature(string Name, IReadOnlyDictionary<string, string> Properties, IReadOnlyList<AreaPolygon> Polygons);
