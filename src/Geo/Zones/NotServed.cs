using System.Globalization;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>Why a place is not served.</summary>
/// <param name="NearestZone">The name of the nearest zone that is.</param>
/// <param name="Distance">How far off it is.</param>
public sealed record NotServed(string NearestZone, Metres Distance)
{
    /// <summary>A sentence for a person.</summary>
    public override string ToString() => Distance.Value < 1_000
        ? string.Create(CultureInfo.InvariantCulture, $"Not served here: the nearest zone is '{NearestZone}', {Math.Ceiling(Distance.Value):0} m away.")
        : string.Create(CultureInfo.InvariantCulture, $"Not served here: the nearest zone is '{NearestZone}', {Distance.Kilometres:0.0} km away.");
}
