namespace O2O.Dispatch.Geo.TravelTimes.Osrm;

/// <summary>A route, or why there is none.</summary>
/// <param name="Route">The route, or null.</param>
/// <param name="Fault">The fault; <see cref="OsrmFault.None"/> with a null route means that the server knows no way.</param>
public readonly record struct OsrmAnswer(OsrmRoute? Route, OsrmFault Fault);
