namespace O2O.Dispatch.Contracts.Http;

/// <summary>A customer's app has come into a zone. The place is used to look for a suggestion and is not kept.</summary>
/// <param name="Market">Where.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
public sealed record PlaceBody(string Market, double Longitude, double Latitude);
