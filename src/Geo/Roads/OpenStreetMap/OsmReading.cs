namespace O2O.Dispatch.Geo.Roads.OpenStreetMap;

/// <summary>A network read from OpenStreetMap and what was passed over.</summary>
/// <param name="Network">The network; its published ids are those of the OpenStreetMap nodes.</param>
/// <param name="Counts">What became of the ways.</param>
public sealed record OsmReading(RoadNetwork Network, OsmCounts Counts);
