namespace O2O.Dispatch.Simulation.Measures;

/// <summary>The figures of a period. Waits run from the request to the provider's arrival at the pick-up, over the rides that were completed; 0 when there are none.</summary>
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
        var waits = Waits.Of(waitMilliseconds);
        return new JobMeasures(
            requests,
            served,
            requests == 0 ? 0 : (double)served / requests,
            waits?.MeanSeconds ?? 0,
            waits?.P50Seconds ?? 0,
            waits?.P95Seconds ?? 0,
            waits?.MaxSeconds ?? 0,
            occupiedMilliseconds == 0 ? 0 : (double)emptyMilliseconds / occupiedMilliseconds);
    }
}
