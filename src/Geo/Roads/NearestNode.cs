using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Roads;

/// <summary>The node of a network nearest to a point.</summary>
/// <param name="Node">Its index in the network.</param>
/// <param name="Distance">Straight distance from the point.</param>
public readonly record struct NearestNode(int Node, Metres Distance);
