using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Api.Live;

/// <summary>What of an event is told to whom.</summary>
internal static class EventEnvelopes
{
    /// <summary>An event for an audience; null when it is not for it.</summary>
    public static EventEnvelope? Of(StreamEvent happened, Audience audience) => audience switch
    {
        Audience.Share => Shared(happened),
        Audience.Customer => Envelope(happened, happened.Stream.StartsWith("customer/", StringComparison.Ordinal)),
        Audience.Provider or Audience.Ops => Envelope(happened, withPin: false),
    };

    /// <summary>A job as a share link sees it: the same record, with nothing in it of people and money. The ids are empty, the amounts 0, the payment always authorized.</summary>
    public static JobResource Shared(JobView job) => JobResources.Of(job) with
    {
        CustomerId = Guid.Empty,
        ProviderId = null,
        VehicleId = null,
        Payment = PaymentState.Authorized,
        Currency = string.Empty,
        FareMinorUnits = 0,
        CapturedMinorUnits = 0,
    };

    private static EventEnvelope? Envelope(StreamEvent happened, bool withPin) => happened.Message switch
    {
        PushMessage.JobChanged changed => Base(happened, "job_changed") with
        {
            Event = changed.Event,
            Job = withPin ? JobResources.ForCustomer(changed.Job, changed.Pin) : JobResources.Of(changed.Job),
        },
        PushMessage.OfferMade made => Base(happened, "offer_made") with { Offer = new OfferResource(made.Offer, JobResources.Of(made.Job), made.ExpiresAt, made.PickUpDue) },
        PushMessage.OfferClosed closed => Base(happened, "offer_closed") with { OfferId = closed.Offer, JobId = closed.Job, Outcome = closed.Outcome },
        _ => null,
    };

    private static EventEnvelope Base(StreamEvent happened, string type) => new(happened.Stream, happened.Epoch, happened.Sequence, happened.At, type);

    private static EventEnvelope? Shared(StreamEvent happened) => happened.Message is PushMessage.JobChanged changed
        ? Base(happened, "job_changed") with { Event = IsMoney(changed.Event) ? null : changed.Event, Job = Shared(changed.Job) }
        : null;

    private static bool IsMoney(string name) => name.StartsWith("payment_", StringComparison.Ordinal) || name == "capture_begun";
}
