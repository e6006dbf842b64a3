using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>Maps a job to what the API tells of it.</summary>
public static class JobResources
{
    /// <summary>The job, without its PIN.</summary>
    public static JobResource Of(JobView job) => new(
        job.Job,
        job.Version,
        job.State,
        job.State.IsEnd(),
        job.Payment,
        job.Market,
        job.ServiceClass,
        job.Customer,
        job.Provider,
        job.Vehicle,
        job.Attempt,
        job.Stops,
        job.NextStop,
        job.RequestedAt,
        job.PickUpBy,
        job.PickUpDue,
        job.Currency,
        job.FareMinorUnits,
        job.CapturedMinorUnits,
        job.ChangedAt);

    /// <summary>The job as its customer sees it: with the PIN while a provider has it and the service has not begun.</summary>
    /// <param name="job">The job.</param>
    /// <param name="pin">Its PIN; null when it has none.</param>
    public static JobResource ForCustomer(JobView job, string? pin) =>
        job.State is JobState.Accepted or JobState.EnRouteToPickup or JobState.ArrivedAtPickup ? Of(job) with { Pin = pin } : Of(job);
}
