namespace O2O.Dispatch.Domain.Markets;

/// <summary>
/// How far providers may come from to a job: a drive that is short at first, so that nobody is sent across the city while somebody near is about to be free, and grows with every provider who said
/// no and with the time the job waits. It begins anew with each attempt.
/// </summary>
/// <param name="First">The longest drive at first, 10 s to 4 h.</param>
/// <param name="Step">What it grows by, 1 s to 4 h.</param>
/// <param name="Every">After so much waiting it grows, each time anew, 1 s to 1 h.</param>
/// <param name="Most">Farther it never gets; null for no limit but the job's deadline.</param>
public sealed record SearchRadius(TimeSpan First, TimeSpan Step, TimeSpan Every, TimeSpan? Most = null)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    /// <summary>The longest drive for a job now, at most 24 days.</summary>
    /// <param name="waited">How long it has been open in this attempt; below zero counts as zero.</param>
    /// <param name="refused">How many providers of this attempt have said no, or nothing.</param>
    public TimeSpan LongestDrive(TimeSpan waited, int refused)
    {
        var steps = Math.Max(0, waited.Ticks / Every.Ticks) + refused;
        var grown = (Int128)First.Ticks + ((Int128)Step.Ticks * steps);
        return TimeSpan.FromTicks((long)Int128.Min(grown, (Most ?? TimeSpan.FromMilliseconds(int.MaxValue)).Ticks));
    }

    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (First < Shortest || First > Longest)
        {
            yield return $"The search begins within a drive of {First}; it lies between 10 s and 4 h.";
        }

        if (Step < TimeSpan.FromSeconds(1) || Step > Longest)
        {
            yield return $"The search grows by a drive of {Step}; it lies between 1 s and 4 h.";
        }

        if (Every < TimeSpan.FromSeconds(1) || Every > TimeSpan.FromHours(1))
        {
            yield return $"The search grows every {Every}; it lies between 1 s and 1 h.";
        }

        if (Most is { } most && (most < First || most > TimeSpan.FromHours(24)))
        {
            yield return $"The search ends at a drive of {most}; it lies between what it begins with and 24 h.";
        }
    }
}
