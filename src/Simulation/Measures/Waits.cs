namespace O2O.Dispatch.Simulation.Measures;

/// <summary>How long some waited, in seconds.</summary>
/// <param name="MeanSeconds">The mean.</param>
/// <param name="P50Seconds">The median.</param>
/// <param name="P95Seconds">95 of 100 wait no longer.</param>
/// <param name="MaxSeconds">The longest.</param>
public sealed record Waits(double MeanSeconds, double P50Seconds, double P95Seconds, double MaxSeconds)
{
    /// <summary>Works them out; null when nobody waited.</summary>
    /// <param name="waits">Kept to the millisecond; null for who has no wait.</param>
    public static Waits? Of(IEnumerable<TimeSpan?> waits) =>
        Of(waits.Where(wait => wait is not null).Select(wait => checked((int)(wait!.Value.Ticks / TimeSpan.TicksPerMillisecond))));

    /// <summary>As above, of milliseconds.</summary>
    internal static Waits? Of(IEnumerable<int> milliseconds)
    {
        var sorted = milliseconds.ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? null : new Waits(sorted.Average() / 1_000, Percentile(sorted, 0.50), Percentile(sorted, 0.95), sorted[^1] / 1_000.0);
    }

    /// <summary>In seconds, between the two nearest ranks in proportion.</summary>
    private static double Percentile(int[] sorted, double part)
    {
        var rank = part * (sorted.Length - 1);
        var low = (int)rank;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return (sorted[low] + (rank - low) * (sorted[high] - sorted[low])) / 1_000;
    }
}
