using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Api.Live;

/// <summary>What of an event is told to whom.</summary>
internal static class EventEnvelopes
{
    /// <summary>An event for an audience; null when it is not for it.</summary>
    public static object? Of(StreamEvent happened, Audience audience) => audience switch
    {
        Audience.Share => Shared(happened),
        Audience.Customer => Envelope(happened, happened.Stream.StartsWith("customer/", StringComparison.Ordinal)),
        Audience.Provider or Audience.Ops => Envelope(happened, withPin: false),
        Audience.Merchant => Envelope(happened, withPin: false) is { } envelope ? envelope with { Stream = OfMerchant(happened.Stream) } : null,
    };

    /// <summary>The name of a merchant's stream, also where it is of one store.</summary>
    private static string OfMerchant(string stream) => stream.IndexOf('/', StringComparison.Ordinal) is var first && stream.IndexOf('/', first + 1) is var second and > 0 ? stream[..second] : stream;

    /// <summary>A job as a share link sees it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="vehicle">Where its vehicle is; null when that is not known.</param>
    public static ShareResource Share(JobView job, WirePoint? vehicle) => new(
        job.Job, job.Version, job.State, job.State.IsEnd(), job.Market, job.Stops, job.PickUpDue, job.State.IsEnd() ? null : vehicle);

    private static EventEnvelope? Envelope(StreamEvent happened, bool withPin) => happened.Message switch
    {
        PushMessage.JobChanged changed => Base(happened, "job_changed") with
        {
            Event = changed.Event,
            Job = withPin ? JobResources.ForCustomer(changed.Job, changed.Pin, changed.PaymentAction, changed.TipAction) : JobResources.Of(changed.Job),
        },
        PushMessage.OfferMade made => Base(happened, "offer_made") with { Offer = new OfferResource(made.Offer, JobResources.Of(made.Job), made.ExpiresAt, made.PickUpDue) },
        PushMessage.OfferClosed closed => Base(happened, "offer_closed") with { OfferId = closed.Offer, JobId = closed.Job, Outcome = closed.Outcome },
        PushMessage.MoveAdvised { Advice: var advice } => Base(happened, "move_advised") with { Advice = new AdviceResource(advice.To, advice.ExpiresAt) },
        PushMessage.SetOff { Job: var job } => Base(happened, "set_off") with { Job = JobResources.Of(job) },
        _ => null,
    };

    private static EventEnvelope Base(StreamEvent happened, string type) => new(happened.Stream, happened.Epoch, happened.Sequence, happened.At, type);

    private static ShareEventEnvelope? Shared(StreamEvent happened) => happened.Message is PushMessage.JobChanged changed
        ? new ShareEventEnvelope(
            happened.Stream, happened.Epoch, happened.Sequence, happened.At, "job_changed", MoneyEvents.Is(changed.Event) ? null : changed.Event, Share(changed.Job, null))
        : null;
}
