using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>What a job's state comes to, as it is stored beside it for the partial indexes.</summary>
internal static class JobPhase
{
    /// <summary>0 scheduled, 1 matching, 2 active (a provider has it), 3 ended.</summary>
    public static long Of(JobStatus status) => status switch
    {
        JobStatus.Scheduled => 0,
        JobStatus.Matching => 1,
        JobStatus.Accepted or JobStatus.EnRouteToPickup or JobStatus.ArrivedAtPickup or JobStatus.InProgress => 2,
        JobStatus.Completed or JobStatus.CanceledByCustomer or JobStatus.CanceledByProvider or JobStatus.CanceledByPlatform or JobStatus.NoShow
            or JobStatus.NoProvidersAvailable or JobStatus.Expired or JobStatus.Failed => 3,
    };
}
