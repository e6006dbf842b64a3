using O2O.Dispatch.Geo.Cities;

namespace O2O.Dispatch.Simulation.Demand;

/// <summary>
/// Demand without an end, read hour by hour or night by night, so that no more than one of them is in memory. It rests on its anchor alone: a life after a crash that has the same anchor meets
/// the same trips under the same numbers.
/// </summary>
public static class EndlessTrips
{
    // Numbers are anchor second x Span + place after the anchor: two anchors never name the same trip.
    private const long Span = 1_000_000_000;
    private const int HourSpan = 200_000;

    /// <summary>Trips of a generated city from an instant on, as many an hour as the time of day has.</summary>
    /// <param name="city">The city.</param>
    /// <param name="perHour">Trips an hour on the average of a day, at most 100,000.</param>
    /// <param name="seed">Decides what chance decides.</param>
    /// <param name="anchor">Where the demand began, in whole seconds.</param>
    /// <param name="from">Trips before are passed over; not before the anchor.</param>
    public static IEnumerable<Trip> Generated(City city, double perHour, ulong seed, DateTimeOffset anchor, DateTimeOffset from)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perHour, 100_000);
        var profile = CityDemand.DayProfile(city);
        var first = Number(anchor);
        for (var hour = (long)((from - anchor) / TimeSpan.FromHours(1)); ; hour++)
        {
            var begins = anchor + TimeSpan.FromHours(hour);
            var rate = perHour * profile[begins.Hour];
            var drawn = GeneratedTrips.Of(city, begins, begins + TimeSpan.FromHours(1), rate, unchecked(seed + (ulong)hour * 0x9E3779B97F4A7C15));
            foreach (var trip in drawn)
            {
                if (trip.At >= from)
                {
                    yield return trip with { Index = first + unchecked(hour * HourSpan % Span) + trip.Index };
                }
            }
        }
    }

    /// <summary>The trips of a night again and again, each time under new numbers.</summary>
    /// <param name="night">Its trips, in order of time, at least one.</param>
    /// <param name="begins">When the night begins, by its trips' times.</param>
    /// <param name="length">How long it is; the next begins then.</param>
    /// <param name="anchor">When the first night is played, in whole seconds.</param>
    /// <param name="from">Trips before are passed over; not before the anchor.</param>
    public static IEnumerable<Trip> Repeated(IReadOnlyList<Trip> night, DateTimeOffset begins, TimeSpan length, DateTimeOffset anchor, DateTimeOffset from)
    {
        ArgumentOutOfRangeException.ThrowIfZero(night.Count, nameof(night));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        var first = Number(anchor);
        for (var time = (long)((from - anchor) / length); ; time++)
        {
            var shift = anchor + length * time - begins;
            foreach (var trip in night)
            {
                var at = trip.At + shift;
                if (at >= from)
                {
                    yield return trip with { At = at, Index = first + unchecked(time * night.Count % Span) + trip.Index };
                }
            }
        }
    }

    private static long Number(DateTimeOffset anchor) => anchor.ToUnixTimeSeconds() * Span;
}
