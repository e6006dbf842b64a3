namespace O2O.Dispatch.Domain.Statistics;

/// <summary>How long something took, of many times.</summary>
/// <param name="Count">How many; without any the others are null.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Median">Half took no longer (the nearest rank).</param>
/// <param name="NinetyFifth">Nineteen of twenty took no longer (the nearest rank).</param>
public sealed record DurationFigures(long Count, TimeSpan? Mean, TimeSpan? Median, TimeSpan? NinetyFifth)
{
    /// <summary>The figures of times in milliseconds, in any order.</summary>
    public static DurationFigures Of(IEnumerable<long> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return sorted.Length == 0
            ? new DurationFigures(0, null, null, null)
            : new DurationFigures(sorted.Length, TimeSpan.FromMilliseconds(sorted.Average()), Rank(50), Rank(95));

        TimeSpan Rank(int percent) => TimeSpan.FromMilliseconds((double)sorted[(((sorted.Length * percent) + 99) / 100) - 1]);
    }
}
