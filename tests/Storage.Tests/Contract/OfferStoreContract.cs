using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every offer store promises.</summary>
public abstract class OfferStoreContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Record_Offer_IsOpenInItsShardAndOnTheStream()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var offer = Offer(fleet, job);
        var push = Made(job, offer);
        var pushed = await store.Done(store.Offers.Record(offer, Fleet.Shard, push, default));
        Assert.Equal((push.Stream, 1L, 1L, offer.SentAt), (pushed.Stream, pushed.Epoch, pushed.Sequence, pushed.At));
        Assert.Equal([offer], (await store.Offers.OpenInShard(Fleet.Shard, default)).ToArray());
        Assert.Equal([offer], (await store.Offers.OpenOfProvider(Fleet.Shard, offer.Provider, default)).ToArray());
        Assert.Equal([offer], (await store.Offers.OfJob(job.Id, default)).ToArray());
        Assert.Empty(await store.Offers.OpenInShard("paris:ride", default));
        Assert.Empty(await store.Offers.OpenOfProvider("paris:ride", offer.Provider, default));
        Assert.Empty(await store.Offers.OpenOfProvider(Fleet.Shard, new ProviderId(job.Id.Value), default));
        Assert.Equal(offer.SentAt, await store.Reader.LastCommitAt(default));
    }

    [ContractFact]
    public async Task Find_Offer_GivesItAsItStands()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var offer = Offer(fleet, job);
        Assert.Null(await store.Offers.Find(offer.Id, default));
        await store.Done(store.Offers.Record(offer, Fleet.Shard, Made(job, offer), default));
        Assert.Equal(offer, await store.Offers.Find(offer.Id, default));
        await store.Done(store.Offers.End(new OfferChange(offer.Id, OfferStatus.Expired), Made(job, offer), offer.ExpiresAt, default));
        Assert.Equal(offer with { Status = OfferStatus.Expired }, await store.Offers.Find(offer.Id, default));
    }

    [ContractFact]
    public async Task Record_OfferThatExists_FailsAndAppendsNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var offer = Offer(fleet, job);
        await store.Done(store.Offers.Record(offer, Fleet.Shard, Made(job, offer), default));
        await Assert.ThrowsAsync<StoreFaultException>(() => store.Done(store.Offers.Record(offer, Fleet.Shard, Made(job, offer), default)));
        var next = Offer(fleet, job) with { Provider = offer.Provider };
        Assert.Equal(2, (await store.Done(store.Offers.Record(next, Fleet.Shard, Made(job, next), default))).Sequence);
    }

    [ContractFact]
    public async Task End_Offer_ClosesItAndAnOfferThatHasEndedKeepsItsEnd()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var offer = Offer(fleet, job);
        await store.Done(store.Offers.Record(offer, Fleet.Shard, Made(job, offer), default));
        var at = Fleet.Start + TimeSpan.FromSeconds(50);
        var closed = new StreamAppend(StreamNames.Provider(offer.Provider.Value), new PushMessage.OfferClosed(offer.Id.Value, job.Id.Value, "declined"));
        var pushed = await store.Done(store.Offers.End(new OfferChange(offer.Id, OfferStatus.Declined), closed, at, default));
        Assert.Equal((2L, at), (pushed.Sequence, pushed.At));
        Assert.Empty(await store.Offers.OpenInShard(Fleet.Shard, default));
        Assert.Empty(await store.Offers.OpenOfProvider(Fleet.Shard, offer.Provider, default));
        await store.Done(store.Offers.End(new OfferChange(offer.Id, OfferStatus.Expired), closed, at, default));
        Assert.Equal([offer with { Status = OfferStatus.Declined }], (await store.Offers.OfJob(job.Id, default)).ToArray());
    }

    [ContractFact]
    public async Task Commit_OfAnAcceptance_EndsTheOffersOfTheJob()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var (taken, withdrawn) = (Offer(fleet, job), Offer(fleet, job));
        foreach (var offer in new[] { taken, withdrawn })
        {
            await store.Done(store.Offers.Record(offer, Fleet.Shard, Made(job, offer), default));
        }

        var accept = fleet.Commit(job, fleet.Accept(job, taken.Provider, 0, Fleet.Start), Fleet.Start) with
        {
            Offers = [new OfferChange(taken.Id, OfferStatus.Accepted), new OfferChange(withdrawn.Id, OfferStatus.Withdrawn)],
        };
        await store.Commit(accept);
        Assert.Empty(await store.Offers.OpenInShard(Fleet.Shard, default));
        Assert.Equal(
            [taken with { Status = OfferStatus.Accepted }, withdrawn with { Status = OfferStatus.Withdrawn }], (await store.Offers.OfJob(job.Id, default)).ToArray());
    }

    [ContractFact]
    public async Task OfJob_OffersOfManyProviders_ComeInTheOrderTheyWereMade()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var offers = Enumerable.Range(0, 10).Select(_ => Offer(fleet, job)).ToList();
        foreach (var offer in offers)
        {
            await store.Done(store.Offers.Record(offer, Fleet.Shard, Made(job, offer), default));
        }

        Assert.Equal(offers, (await store.Offers.OfJob(job.Id, default)).ToArray());
        Assert.Equal(offers.OrderBy(offer => offer.Id), (await store.Offers.OpenInShard(Fleet.Shard, default)).ToArray());
    }

    private static Offer Offer(Fleet fleet, Job job) => new(
        new OfferId(fleet.NextId()),
        job.Id,
        job.Attempt,
        job.Version,
        fleet.Provider(),
        Fleet.Start + TimeSpan.FromSeconds(45),
        Fleet.Start + TimeSpan.FromSeconds(60),
        Fleet.Start + TimeSpan.FromMinutes(4),
        OfferStatus.Sent);

    private static StreamAppend Made(Job job, Offer offer) => new(
        StreamNames.Provider(offer.Provider.Value),
        new PushMessage.OfferMade(offer.Id.Value, JobViews.Of(job, Fleet.Start), offer.ExpiresAt, offer.PickUpDue));
}
