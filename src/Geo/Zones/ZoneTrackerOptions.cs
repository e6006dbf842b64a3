using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>When leaving and staying count. A vehicle at a border reports places on both sides of it; without room each report would be an event.</summary>
/// <param name="ExitDistance">A vehicle farther than this from the zone has left it at once.</param>
/// <param name="ExitAfter">One that was outside in every report for so long has left it, however near. Above zero.</param>
/// <param name="DwellAfter">How long a stay counts as dwelling. Above zero.</param>
public sealed record ZoneTrackerOptions(Metres ExitDistance, TimeSpan ExitAfter, TimeSpan DwellAfter)
{
    /// <summary>50 m, 30 s, 2 minutes: a phone in a street of high houses is off by tens of metres. A guess.</summary>
    public static ZoneTrackerOptions Default { get; } = new(new Metres(50), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));
}
