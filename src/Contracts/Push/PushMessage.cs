using System.Text.Json.Serialization;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;

namespace O2O.Dispatch.Contracts.Push;

/// <summary>What is pushed on a stream.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(JobChanged), "job_changed")]
[JsonDerivedType(typeof(OfferMade), "offer_made")]
[JsonDerivedType(typeof(OfferClosed), "offer_closed")]
[JsonDerivedType(typeof(ProviderChanged), "provider_changed")]
[JsonDerivedType(typeof(MoveAdvised), "move_advised")]
[JsonDerivedType(typeof(SetOff), "set_off")]
public abstract record PushMessage
{
    private PushMessage()
    {
    }

    /// <summary>A job is at a new version.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Event">The snake_case name of the last event.</param>
    /// <param name="Pin">For the customer alone: what to tell the provider to start.</param>
    public sealed record JobChanged(JobView Job, string Event, string? Pin) : PushMessage
    {
        /// <summary>For the customer alone: with what its app lets the customer confirm the payment; null when nothing is to be confirmed.</summary>
        public string? PaymentAction { get; init; }

        /// <summary>For the customer alone: with what its app lets the customer confirm the tip; null when no tip waits for that.</summary>
        public string? TipAction { get; init; }
    }

    /// <summary>A job is before a provider.</summary>
    /// <param name="Offer">The offer.</param>
    /// <param name="Job">The job.</param>
    /// <param name="ExpiresAt">From this instant on it is over.</param>
    /// <param name="PickUpDue">When the provider is expected at the pick-up.</param>
    public sealed record OfferMade(Guid Offer, JobView Job, DateTimeOffset ExpiresAt, DateTimeOffset PickUpDue) : PushMessage;

    /// <summary>An offer is over without an acceptance.</summary>
    /// <param name="Offer">The offer.</param>
    /// <param name="Job">Its job.</param>
    /// <param name="Outcome">declined, expired or withdrawn.</param>
    public sealed record OfferClosed(Guid Offer, Guid Job, string Outcome) : PushMessage;

    /// <summary>An idle provider is advised to wait elsewhere. It has no sequence and is not kept: who missed it finds it in the provider's view, or has no need of it any more.</summary>
    /// <param name="Advice">Where, and how long it is good.</param>
    public sealed record MoveAdvised(MoveAdvice Advice) : PushMessage;

    /// <summary>It is time to drive to a booked job. It has no sequence and is not kept: who missed it finds the job among the provider's jobs instead of its commitments.</summary>
    /// <param name="Job">The job.</param>
    public sealed record SetOff(JobView Job) : PushMessage;

    /// <summary>A provider began or ended a shift, or its standing changed.</summary>
    /// <param name="Provider">The provider.</param>
    public sealed record ProviderChanged(ProviderView Provider) : PushMessage;
}
