using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Places;

/// <summary>What a market's map is drawn from.</summary>
/// <param name="SouthWest">The lower corner.</param>
/// <param name="NorthEast">The upper corner.</param>
/// <param name="Roads">Line segments: each longitude, latitude, longitude, latitude.</param>
/// <param name="Area">The service area: polygons of rings, the outer one first.</param>
public sealed record MapDrawing(
    GeoPoint SouthWest, GeoPoint NorthEast, ImmutableArray<ImmutableArray<double>> Roads, ImmutableArray<ImmutableArray<ImmutableArray<GeoPoint>>> Area);
