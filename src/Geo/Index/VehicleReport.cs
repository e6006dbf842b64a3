using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Index;

/// <summary>One vehicle's report, for many at once (<see cref="VehicleIndex.Update(ReadOnlySpan{VehicleReport})"/>).</summary>
/// <param name="Slot">The vehicle.</param>
/// <param name="Point">Where it is.</param>
/// <param name="Traits">What it offers.</param>
/// <param name="SeenAt">When it reported.</param>
public readonly record struct VehicleReport(int Slot, GeoPoint Point, VehicleTraits Traits, DateTimeOffset SeenAt);
