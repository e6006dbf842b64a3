namespace O2O.Dispatch.Geo.Roads.OpenStreetMap;

/// <summary>What became of the ways of a file, counted so that nothing goes silently. What the network itself leaves out stands in <see cref="RoadNetwork.Dropped"/>.</summary>
/// <param name="Ways">All ways.</param>
/// <param name="Roads">Ways that cars may drive and that are in the network, islands included.</param>
/// <param name="NotRoads">Ways of no class for cars: buildings, footpaths, roads planned or under construction, areas.</param>
/// <param name="NoAccess">Roads closed to cars by their access tags, or reversible ones, whose direction changes with the hour.</param>
/// <param name="TooShort">Roads with fewer than two nodes in the file.</param>
/// <param name="MissingNodes">Places in roads whose node is not in the file, as at the edge of an extract; the road ends before and begins anew behind.</param>
/// <param name="SpeedsNotUnderstood">Roads whose <c>maxspeed</c> is no number and no known word, so that the class decides.</param>
public sealed record OsmCounts(int Ways, int Roads, int NotRoads, int NoAccess, int TooShort, int MissingNodes, int SpeedsNotUnderstood);
