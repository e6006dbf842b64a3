namespace O2O.Dispatch.Contracts.Places;

/// <summary>A place on the wire: WGS-84 degrees, longitude first. Not checked until it is mapped to the domain.</summary>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Latitude">Degrees north.</param>
[method: System.Text.Json.Serialization.JsonConstructor]
[GenerateSerializer, Immutable, Alias("o2o.point")]
public readonly record struct WirePoint([property: Id(0)] double Longitude, [property: Id(1)] double Latitude);
