using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>An hour as the clock on a store's wall shows it.</summary>
/// <param name="Hour">0 to 23.</param>
/// <param name="Repeated">Whether it is the second time that the clock shows it that day, because it was put back.</param>
public readonly record struct ClockHour(int Hour, bool Repeated) : IComparable<ClockHour>
{
    /// <summary>The hour that an instant is in.</summary>
    public static ClockHour Of(TimeZoneInfo zone, DateTimeOffset instant)
    {
        var wall = WallClock.At(zone, instant);
        return new ClockHour(wall.Hour, zone.IsAmbiguousTime(wall) && zone.GetUtcOffset(instant) != zone.GetAmbiguousTimeOffsets(wall).Max());
    }

    /// <summary>The hours that a clock shows from one instant to another, each once, in order. A day has 23 where it is put forward, and 25 where it is put back.</summary>
    public static IReadOnlyList<ClockHour> Within(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var hours = new SortedSet<ClockHour>();
        for (var at = from; at < to; at += SaleQuarter.Length)
        {
            hours.Add(Of(zone, at));
        }

        return [.. hours];
    }

    /// <summary>As the day goes.</summary>
    public int CompareTo(ClockHour other) => Hour != other.Hour ? Hour.CompareTo(other.Hour) : Repeated.CompareTo(other.Repeated);
}
