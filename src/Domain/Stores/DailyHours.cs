namespace O2O.Dispatch.Domain.Stores;

/// <summary>Hours of certain days, on a clock on the wall there.</summary>
/// <param name="Days">The days that it begins on, a bit each: 1 for Sunday, 2 for Monday, up to 64 for Saturday.</param>
/// <param name="Hours">From and to.</param>
public sealed record DailyHours(int Days, HourRange Hours)
{
    /// <summary>Every day of the week.</summary>
    public const int EveryDay = 0b111_1111;

    /// <summary>Whether it begins on a day of the week.</summary>
    public bool BeginsOn(DayOfWeek day) => (Days & (1 << (int)day)) != 0;

    /// <summary>Whether a time lies in it.</summary>
    /// <param name="local">On the clock there.</param>
    public bool Contains(DateTime local)
    {
        var date = DateOnly.FromDateTime(local);
        return (BeginsOn(date.DayOfWeek) && Hours.On(date).Contains(local)) || (BeginsOn(date.AddDays(-1).DayOfWeek) && Hours.On(date.AddDays(-1)).Contains(local));
    }
}
