using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Something that somebody wants of a job. <see cref="JobDecisions.Decide"/> turns it into events or a rejection.</summary>
public abstract record JobCommand
{
    private JobCommand()
    {
    }

    /// <summary>Order it.</summary>
    /// <param name="Order">Already checked against the signed quote.</param>
    public sealed record Request(JobOrder Order) : JobCommand;

    /// <summary>The gateway holds the money.</summary>
    /// <param name="Intent">The gateway's id of the payment.</param>
    /// <param name="Amount">What is held.</param>
    public sealed record PaymentAuthorised(string Intent, Money.Money Amount) : JobCommand;

    /// <summary>The gateway wants the customer to confirm.</summary>
    /// <param name="Intent">The gateway's id of the payment.</param>
    public sealed record PaymentNeedsAction(string Intent) : JobCommand;

    /// <summary>The gateway declined to hold the money.</summary>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record PaymentDeclined(string Code) : JobCommand;

    /// <summary>The gateway captured.</summary>
    /// <param name="Amount">How much.</param>
    public sealed record PaymentCaptured(Money.Money Amount) : JobCommand;

    /// <summary>The gateway let the hold go.</summary>
    public sealed record PaymentReleased : JobCommand;

    /// <summary>The gateway refused for good to capture or release.</summary>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record PaymentFailed(string Code) : JobCommand;

    /// <summary>A provider accepts its offer.</summary>
    /// <param name="Offer">The offer.</param>
    /// <param name="Attempt">The attempt it belongs to.</param>
    /// <param name="OfferedVersion">The job's version when it was offered.</param>
    /// <param name="Provider">Who.</param>
    /// <param name="Vehicle">With what.</param>
    /// <param name="PlanSlot">Where in its plan.</param>
    /// <param name="PickUpDue">When it expects to be at the pick-up.</param>
    public sealed record Accept(
        OfferId Offer, int Attempt, long OfferedVersion, ProviderId Provider, VehicleId Vehicle, int PlanSlot, DateTimeOffset PickUpDue) : JobCommand;

    /// <summary>Before pick-up, the job moves to another provider who has accepted; the old one is released in the same commit.</summary>
    /// <param name="From">Who has it now.</param>
    /// <param name="To">Who takes it.</param>
    /// <param name="Vehicle">With what.</param>
    /// <param name="Offer">The offer that the new provider accepted.</param>
    /// <param name="PlanSlot">Where in its plan.</param>
    /// <param name="PickUpDue">When it expects to be at the pick-up.</param>
    /// <param name="OfferedVersion">The job's version when it was offered to the new provider; null for an operator's decision, which needs no offer.</param>
    public sealed record Reassign(
        ProviderId From, ProviderId To, VehicleId Vehicle, OfferId Offer, int PlanSlot, DateTimeOffset PickUpDue, long? OfferedVersion = null) : JobCommand;

    /// <summary>The bound provider sets off.</summary>
    /// <param name="Provider">Who says so.</param>
    public sealed record Depart(ProviderId Provider) : JobCommand;

    /// <summary>The bound provider is at the pick-up.</summary>
    /// <param name="Provider">Who says so.</param>
    public sealed record Arrive(ProviderId Provider) : JobCommand;

    /// <summary>The service starts.</summary>
    /// <param name="Provider">Who says so.</param>
    /// <param name="Pin">What the customer told; null when none is asked for.</param>
    public sealed record Start(ProviderId Provider, string? Pin) : JobCommand;

    /// <summary>The next stop on the way is done.</summary>
    /// <param name="Provider">Who says so.</param>
    public sealed record CompleteStop(ProviderId Provider) : JobCommand;

    /// <summary>The last stop is done.</summary>
    /// <param name="Provider">Who says so.</param>
    /// <param name="MeasuredDistance">As measured; null to price the quoted distance.</param>
    public sealed record Complete(ProviderId Provider, Metres? MeasuredDistance) : JobCommand;

    /// <summary>The customer cancels.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record CancelByCustomer(CancelReason Reason) : JobCommand;

    /// <summary>The bound provider cancels. Before pick-up the job is offered on, without that provider.</summary>
    /// <param name="Provider">Who.</param>
    /// <param name="Reason">Why.</param>
    public sealed record CancelByProvider(ProviderId Provider, CancelReason Reason) : JobCommand;

    /// <summary>The platform cancels.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record CancelByPlatform(CancelReason Reason) : JobCommand;

    /// <summary>The customer is not there.</summary>
    /// <param name="Provider">Who waited.</param>
    public sealed record ReportNoShow(ProviderId Provider) : JobCommand;

    /// <summary>The bound provider has not reported for the silence limit.</summary>
    /// <param name="Provider">Who.</param>
    /// <param name="Since">The last report.</param>
    public sealed record ReportSilent(ProviderId Provider, DateTimeOffset Since) : JobCommand;

    /// <summary>The deadline has passed: do what time demands.</summary>
    public sealed record Wake : JobCommand;
}
