using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Cities;

/// <summary>A busy place of a city.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Centre">Its middle.</param>
/// <param name="Radius">How far from the middle its pull has fallen to a quarter.</param>
/// <param name="Weight">Its share in the city's demand beside the other hot spots; above 0.</param>
public sealed record HotSpot(string Name, HotSpotKind Kind, GeoPoint Centre, Metres Radius, double Weight);
