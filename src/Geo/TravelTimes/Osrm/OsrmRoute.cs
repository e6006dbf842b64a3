using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.TravelTimes.Osrm;

/// <summary>A route as the server told it.</summary>
/// <param name="Milliseconds">Milliseconds from start to end.</param>
/// <param name="Length">Length of the way.</param>
/// <param name="Points">The line of the way, start and end included, at least two points.</param>
public sealed record OsrmRoute(int Milliseconds, Metres Length, IReadOnlyList<GeoPoint> Points);
