using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Domain.Offers;

/// <summary>A job put to one provider for a while.</summary>
/// <param name="Id">The offer.</param>
/// <param name="Job">What is offered.</param>
/// <param name="Attempt">The job's attempt.</param>
/// <param name="JobVersion">The job's version; an acceptance counts only while it is still that.</param>
/// <param name="Provider">To whom.</param>
/// <param name="SentAt">When.</param>
/// <param name="ExpiresAt">From this instant on it is over.</param>
/// <param name="PickUpDue">When the provider is expected at the pick-up.</param>
/// <param name="Status">Where it stands.</param>
public sealed record Offer(
    OfferId Id,
    JobId Job,
    int Attempt,
    long JobVersion,
    ProviderId Provider,
    DateTimeOffset SentAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset PickUpDue,
    OfferStatus Status)
{
    /// <summary>Why an acceptance now would be refused; null when it would not.</summary>
    public JobRejection? RefusesAcceptance(DateTimeOffset now) => Status switch
    {
        OfferStatus.Sent => now < ExpiresAt ? null : JobRejection.OfferExpired,
        OfferStatus.Accepted => JobRejection.OfferTaken,
        OfferStatus.Declined or OfferStatus.Expired => JobRejection.OfferExpired,
        OfferStatus.Withdrawn => JobRejection.OfferWithdrawn,
    };
}
