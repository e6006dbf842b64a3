namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>How long to wait between tries of what failed. Everything follows from its arguments, so that a replay waits as the run did.</summary>
public static class Backoff
{
    private const int MostDoublings = 62;

    /// <summary>The wait after so many failed tries: the first wait, doubled with each further one.</summary>
    /// <param name="failed">Failed tries, 1 or more.</param>
    /// <param name="first">The first wait, not negative.</param>
    /// <param name="longest">No wait is longer.</param>
    public static TimeSpan After(int failed, TimeSpan first, TimeSpan longest)
    {
        var doublings = Math.Clamp(failed - 1, 0, MostDoublings);
        return first.Ticks > longest.Ticks >> doublings ? longest : TimeSpan.FromTicks(first.Ticks << doublings);
    }

    /// <summary>The wait of what waits for news that may come any moment, and later ever less likely: as long again as it has waited.</summary>
    /// <param name="waited">So far.</param>
    /// <param name="least">No wait is shorter.</param>
    /// <param name="longest">No wait is longer, unless it is the least.</param>
    public static TimeSpan AsLongAgain(TimeSpan waited, TimeSpan least, TimeSpan longest) => TimeSpan.FromTicks(Math.Clamp(waited.Ticks, least.Ticks, Math.Max(least.Ticks, longest.Ticks)));

    /// <summary>A wait of which a part is taken off, so that what failed together does not come back together.</summary>
    /// <param name="wait">The whole wait.</param>
    /// <param name="most">At most one part in so many is taken off, 1 or more.</param>
    /// <param name="what">Names what waits: the same waits the same.</param>
    /// <param name="failed">Its failed tries.</param>
    public static TimeSpan Jittered(TimeSpan wait, int most, long what, int failed)
    {
        unchecked
        {
            // The finisher of SplitMix64.
            var mixed = ((ulong)what * 0x9E3779B97F4A7C15) + (ulong)failed;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            mixed ^= mixed >> 31;
            return wait - TimeSpan.FromTicks((long)(mixed % (ulong)((wait.Ticks / most) + 1)));
        }
    }
}
