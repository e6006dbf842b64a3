using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Something that has happened to a job. Stored for ever; each is one version.</summary>
public abstract record JobEvent
{
    private JobEvent()
    {
    }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The job was ordered; its payment is being authorised.</summary>
    /// <param name="Hold">How much is to be held.</param>
    public sealed record Requested(Money.Money Hold) : JobEvent;

    /// <summary>The money is held.</summary>
    /// <param name="Intent">The gateway's id.</param>
    /// <param name="Amount">How much.</param>
    public sealed record PaymentAuthorised(string Intent, Money.Money Amount) : JobEvent;

    /// <summary>The customer has to confirm the payment.</summary>
    /// <param name="Intent">The gateway's id.</param>
    public sealed record PaymentActionRequired(string Intent) : JobEvent;

    /// <summary>The payment was declined: the job is at its end.</summary>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record PaymentDeclined(string Code) : JobEvent;

    /// <summary>The job is open to matching.</summary>
    /// <param name="Attempt">1 for the first.</param>
    public sealed record MatchingBegun(int Attempt) : JobEvent;

    /// <summary>A provider has it.</summary>
    /// <param name="Assignment">Who and where in its plan.</param>
    public sealed record Accepted(Assignment Assignment) : JobEvent;

    /// <summary>It moved from one provider to another.</summary>
    /// <param name="From">Who had it.</param>
    /// <param name="Assignment">Who has it.</param>
    public sealed record Reassigned(ProviderId From, Assignment Assignment) : JobEvent;

    /// <summary>The provider set off.</summary>
    public sealed record Departed : JobEvent;

    /// <summary>The provider is at the pick-up.</summary>
    public sealed record Arrived : JobEvent;

    /// <summary>A wrong PIN was given.</summary>
    /// <param name="Wrong">How many so far.</param>
    public sealed record PinRefused(int Wrong) : JobEvent;

    /// <summary>The service started.</summary>
    public sealed record Started : JobEvent;

    /// <summary>A stop on the way is done.</summary>
    /// <param name="Stop">Its index.</param>
    public sealed record StopCompleted(int Stop) : JobEvent;

    /// <summary>The job is done.</summary>
    /// <param name="Fare">The final price.</param>
    /// <param name="Settlement">How it is divided.</param>
    public sealed record Completed(Fare Fare, Settlement Settlement) : JobEvent;

    /// <summary>The provider was released and the job is offered on.</summary>
    /// <param name="Released">Who; excluded from now on.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Attempt">The attempt that begins.</param>
    public sealed record Redispatched(ProviderId Released, CancelReason Reason, int Attempt) : JobEvent;

    /// <summary>The job was canceled.</summary>
    /// <param name="By">The end it came to: one of the canceled ones.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Fee">What the customer owes for it; null for nothing.</param>
    /// <param name="Settlement">How the fee is divided.</param>
    public sealed record Canceled(JobStatus By, CancelReason Reason, Fare? Fee, Settlement? Settlement) : JobEvent;

    /// <summary>The customer was not there.</summary>
    /// <param name="Fee">What the customer owes for it; null for nothing.</param>
    /// <param name="Settlement">How the fee is divided.</param>
    public sealed record NoShowReported(Fare? Fee, Settlement? Settlement) : JobEvent;

    /// <summary>Patience was over without a provider.</summary>
    public sealed record MatchingExhausted : JobEvent;

    /// <summary>It was never opened in time.</summary>
    public sealed record Expired : JobEvent;

    /// <summary>The provider stopped reporting after pick-up; somebody has to look.</summary>
    /// <param name="Since">The last report.</param>
    public sealed record ProviderWentSilent(DateTimeOffset Since) : JobEvent;

    /// <summary>The gateway is asked to capture.</summary>
    /// <param name="Amount">How much.</param>
    public sealed record CaptureBegun(Money.Money Amount) : JobEvent;

    /// <summary>The money was captured; what was held beyond it is released.</summary>
    /// <param name="Amount">How much.</param>
    public sealed record PaymentCaptured(Money.Money Amount) : JobEvent;

    /// <summary>The hold was let go.</summary>
    public sealed record PaymentReleased : JobEvent;

    /// <summary>The gateway refused for good; the debt stays on the customer's account and somebody has to look.</summary>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record PaymentFailed(string Code) : JobEvent;
}
