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
        job.ChangedAt,
        RefundedMinorUnits: job.RefundedMinorUnits,
        TipMinorUnits: job.TipMinorUnits,
        Cash: job.Cash,
        Kind: job.Kind,
        Sale: job.Sale,
        Extras: job.Extras,
        ChainId: job.Chain,
        Leg: job.Leg,
        WaitsFor: job.WaitsFor,
        Proof: job.Proof,
        SignedBy: job.SignedBy,
        // A view from before it said with what has the cash alone.
        PaidAtDoor: job.PaidAtDoor ?? (job.Cash ? "cash" : null),
        TipRefundedMinorUnits: job.TipRefundedMinorUnits);

    /// <summary>The job as its customer sees it: with the PIN while a provider has it and the service has not begun.</summary>
    /// <param name="job">The job.</param>
    /// <param name="pin">What to tell now (<see cref="Domain.Jobs.Job.PinToTell"/>); null for nothing.</param>
    /// <param name="action">With what the customer confirms the payment; null when there is nothing to confirm.</param>
    /// <param name="tipAction">With what the customer confirms the tip; null when there is nothing to confirm.</param>
    public static JobResource ForCustomer(JobView job, string? pin, string? action, string? tipAction = null) => Of(job) with
    {
        Pin = pin,
        JourneyId = job.Journey,
        PaymentAction = job.Payment == PaymentState.RequiresAction ? action : null,
        TipAction = job.TipMinorUnits == 0 ? tipAction : null,
    };
}
