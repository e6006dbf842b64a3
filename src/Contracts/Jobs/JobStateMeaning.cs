namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>What a job's state means, on this side of the wire.</summary>
public static class JobStateMeaning
{
    /// <summary>Whether a job in this state is over; such a job never changes its state again.</summary>
    public static bool IsEnd(this JobState state) => state switch
    {
        JobState.Completed or JobState.CanceledByCustomer or JobState.CanceledByProvider or JobState.CanceledByPlatform or JobState.NoShow
            or JobState.NoProvidersAvailable or JobState.Expired or JobState.Failed => true,
        JobState.Scheduled or JobState.Matching or JobState.Accepted or JobState.EnRouteToPickup or JobState.ArrivedAtPickup or JobState.InProgress => false,
    };
}
