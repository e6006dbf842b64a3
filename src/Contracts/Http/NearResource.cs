using System.Collections.Immutable;
using System.Text.Json.Serialization;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What is near: free vehicles of a service, as far as the asked process has them. An estimate, no promise.</summary>
/// <param name="PickUpSeconds">How long the one that is there soonest drives; null when none is free.</param>
/// <param name="Vehicles">Where the nearest stand, at most eight, as [longitude, latitude] rounded to some ten metres; whose they are is not told.</param>
public sealed record NearResource(double? PickUpSeconds, [property: JsonConverter(typeof(LineConverter))] ImmutableArray<ImmutableArray<double>> Vehicles);
