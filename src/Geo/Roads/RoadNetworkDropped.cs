namespace O2O.Dispatch.Geo.Roads;

/// <summary>What a network leaves out of the roads it was built from, counted so that nothing goes silently.</summary>
/// <param name="IslandNodes">Nodes outside the largest strongly connected part: a vehicle there could not come, or not come back.</param>
/// <param name="IslandEdges">Edges with an end at such a node.</param>
/// <param name="SelfLoops">Edges from a node to itself.</param>
/// <param name="ParallelEdges">Slower edges beside a faster one with the same ends.</param>
public readonly record struct RoadNetworkDropped(int IslandNodes, int IslandEdges, int SelfLoops, int ParallelEdges);
