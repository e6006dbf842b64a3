using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Roads;

/// <summary>A place on a road.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="Fraction">How far along the edge's line it is, 0 at its start and 1 at its end.</param>
/// <param name="Point">Where it is.</param>
/// <param name="Distance">Straight distance from the point that was asked for.</param>
/// <param name="OppositeEdge">The same street in the other direction, or -1 when it is one-way.</param>
public readonly record struct RoadPlace(int Edge, double Fraction, GeoPoint Point, Metres Distance, int OppositeEdge)
{
    /// <summary>The same place for a vehicle that drives the other way.</summary>
    /// <exception cref="InvalidOperationException">The street is one-way.</exception>
    public RoadPlace Reversed() => OppositeEdge >= 0
        ? this with { Edge = OppositeEdge, Fraction = 1 - Fraction, OppositeEdge = Edge }
        : throw new InvalidOperationException($"Edge {Edge} is one-way; no vehicle drives it in the other direction.");
}
