using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Offers;

public sealed class OfferTests
{
    private static readonly DateTimeOffset Now = Scenarios.Now;

    [Theory]
    [InlineData(OfferStatus.Sent, 14.999, null)]
    [InlineData(OfferStatus.Sent, 15, JobRejection.OfferExpired)]
    [InlineData(OfferStatus.Accepted, 1, JobRejection.OfferTaken)]
    [InlineData(OfferStatus.Declined, 1, JobRejection.OfferExpired)]
    [InlineData(OfferStatus.Expired, 1, JobRejection.OfferExpired)]
    [InlineData(OfferStatus.Withdrawn, 1, JobRejection.OfferWithdrawn)]
    public void Offer_AcceptedThen_IsRefusedBecause(OfferStatus status, double afterSeconds, JobRejection? why)
    {
        var offer = new Offer(
            Scenarios.Offer(), Scenarios.Job(), 1, 3, Scenarios.Provider(), Now, Now + TimeSpan.FromSeconds(15), Now + TimeSpan.FromMinutes(3), status);
        Assert.Equal(why, offer.RefusesAcceptance(Now + TimeSpan.FromSeconds(afterSeconds)));
    }
}
