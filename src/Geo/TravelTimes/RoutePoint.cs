using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>Where on a route something is.</summary>
/// <param name="Point">The place, between the two nodes in proportion to time.</param>
/// <param name="FromNode">The node last passed, or the end.</param>
/// <param name="ToNode">The node ahead; the same as <paramref name="FromNode"/> at the end.</param>
/// <param name="Arrived">Whether the end is reached.</param>
public readonly record struct RoutePoint(GeoPoint Point, int FromNode, int ToNode, bool Arrived);
