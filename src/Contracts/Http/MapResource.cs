using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a map of a market is drawn from.</summary>
/// <param name="Market">The market.</param>
/// <param name="Bounds">West, south, east, north.</param>
/// <param name="Roads">Line segments: each longitude, latitude, longitude, latitude.</param>
/// <param name="Area">The service area: polygons of rings of [longitude, latitude] pairs, as in a GeoJSON MultiPolygon.</param>
public sealed record MapResource(
    string Market,
    ImmutableArray<double> Bounds,
    ImmutableArray<ImmutableArray<double>> Roads,
    ImmutableArray<ImmutableArray<ImmutableArray<ImmutableArray<double>>>> Area);
