using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>Days on the clock of a store, and the days of the weeks before that they are held against.</summary>
/// <param name="Begins">The first day's begin.</param>
/// <param name="Ends">The last day's end, or now where that is earlier; nothing of the period is after it.</param>
/// <param name="DaysEnd">The last day's end.</param>
/// <param name="BeforeBegins">The begin of the same weekdays before.</param>
/// <param name="BeforeEnds">Their end, or the same time on the clock as <paramref name="Ends"/>.</param>
public sealed record StatisticsPeriod(DateTimeOffset Begins, DateTimeOffset Ends, DateTimeOffset DaysEnd, DateTimeOffset BeforeBegins, DateTimeOffset BeforeEnds)
{
    /// <summary>As many days may be asked for at once.</summary>
    public const int MostDays = 92;

    /// <summary>The period of some days.</summary>
    /// <param name="zone">Of the store's clock.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The day after the last.</param>
    /// <param name="now">The instant.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no day, or more than <see cref="MostDays"/>.</exception>
    public static StatisticsPeriod Of(TimeZoneInfo zone, DateOnly from, DateOnly to, DateTimeOffset now)
    {
        var days = to.DayNumber - from.DayNumber;
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1, nameof(to));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MostDays, nameof(to));

        // Whole weeks back, as few as keep the two apart: the same weekdays.
        var back = -7 * ((days + 6) / 7);
        var (begins, daysEnd, beforeBegins) = (Midnight(zone, from), Midnight(zone, to), Midnight(zone, from.AddDays(back)));
        var beforeEnds = now >= daysEnd ? Midnight(zone, to.AddDays(back))
            : now <= begins ? beforeBegins
            : WallClock.InstantOf(zone, WallClock.At(zone, now).AddDays(back));
        return new StatisticsPeriod(begins, now >= daysEnd ? daysEnd : now <= begins ? begins : now, daysEnd, beforeBegins, beforeEnds < beforeBegins ? beforeBegins : beforeEnds);
    }

    /// <summary>The day that a store's clock shows.</summary>
    public static DateOnly Today(TimeZoneInfo zone, DateTimeOffset now) => DateOnly.FromDateTime(WallClock.At(zone, now));

    private static DateTimeOffset Midnight(TimeZoneInfo zone, DateOnly day) => WallClock.InstantOf(zone, day.ToDateTime(TimeOnly.MinValue));
}
