using System.Collections.Immutable;
using System.Text.Json.Serialization;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>The way to the next stop of a job.</summary>
/// <param name="DistanceMetres">Along the roads.</param>
/// <param name="DurationSeconds">As expected now.</param>
/// <param name="Line">[longitude, latitude] pairs.</param>
public sealed record DirectionsResource(double DistanceMetres, double DurationSeconds, [property: JsonConverter(typeof(LineConverter))] ImmutableArray<ImmutableArray<double>> Line);
