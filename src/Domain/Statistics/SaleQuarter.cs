namespace O2O.Dispatch.Domain.Statistics;

/// <summary>Quarters of an hour, by which things are counted: every clock of today is off UTC by a whole number of them, so that each is in one hour of every store.</summary>
public static class SaleQuarter
{
    /// <summary>How long one is.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    /// <summary>When a quarter begins.</summary>
    /// <param name="number">Counted from the year 1, UTC.</param>
    public static DateTimeOffset At(long number) => new(number * Length.Ticks, TimeSpan.Zero);
}
