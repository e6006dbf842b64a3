namespace O2O.Dispatch.Domain.Stores;

/// <summary>Hours of a day.</summary>
/// <param name="From">Begins.</param>
/// <param name="To">Ends before; not after <paramref name="From"/>: on the next day. From midnight to midnight is the whole day.</param>
public readonly record struct HourRange(TimeOnly From, TimeOnly To)
{
    /// <summary>The range that begins on a day.</summary>
    public LocalRange On(DateOnly day) => new(day.ToDateTime(From), (From < To ? day : day.AddDays(1)).ToDateTime(To));
}
