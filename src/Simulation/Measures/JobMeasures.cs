namespace O2O.Dispatch.Simulation.Measures;

/// <summary>The figures of a period. Waits run from the request to the provider's arrival at the pick-up, over the jobs that were completed; 0 when there are none.</summary>
/// <param name="Requests">Jobs requested.</param>
/// <param name="Served">Jobs completed.</param>
/// <param name="ServiceRate">Served of requests, 0 to 1.</param>
/// <param name="MeanWaitSeconds">The mean.</param>
/// <param name="P50WaitSeconds">The median.</param>
/// <param name="P95WaitSeconds">95 of 100 wait no longer.</param>
/// <param name="MaxWaitSeconds">The longest.</param>
/// <param name="EmptyToOccupiedRatio">Time driven to pick-ups for each unit of time driven with a customer.</param>
public sealed record JobMeasures(
    long Requests, long Served, double ServiceRate, double MeanWaitSeconds, double P50WaitSeconds, double P95WaitSeconds, double MaxWaitSeconds, double EmptyToOccupiedRatio)
{
    /// <summary>How many times a job moved from one provider to another before pick-up.</summary>
    public long Reassignments { get; init; }

    /// <summary>How many times a provider took a job on beside another it had.</summary>
    public long ChainedJobs { get; init; }

    /// <summary>How many times an idle provider was advised to move.</summary>
    public long AdvisedMoves { get; init; }

    /// <summary>Works them out.</summary>
    internal static JobMeasures Of(long requests, long served, List<int> waitMilliseconds, long emptyMilliseconds, long occupiedMilliseconds)
    {
        var waits = waitMilliseconds.ToArray();
        Array.Sort(waits);
        return new JobMeasures(
            requests,
            served,
            requests == 0 ? 0 : (double)served / requests,
            waits.Length == 0 ? 0 : waits.Average() / 1_000,
            Percentile(waits, 0.50),
            Percentile(waits, 0.95),
            waits.Length == 0 ? 0 : waits[^1] / 1_000.0,
            occupiedMilliseconds == 0 ? 0 : (double)emptyMilliseconds / occupiedMilliseconds);
    }

    /// <summary>In seconds, between the two nearest ranks in proportion.</summary>
    private static double Percentile(int[] sorted, double part)
    {
        if (sorted.Length == 0)
        {
            return 0;
        }

        var rank = part * (sorted.Length - 1);
        var low = (int)rank;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return (sorted[low] + (rank - low) * (sorted[high] - sorted[low])) / 1_000;
    }
}
