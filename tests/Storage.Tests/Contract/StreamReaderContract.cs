using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every reader of durable streams promises.</summary>
public abstract class StreamReaderContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task LastSequence_StreamWithoutEvents_IsZero()
    {
        using var store = Open();
        Assert.Equal(0, await store.Streams.LastSequence(StreamNames.Customer(new Fleet().NextId()), default));
    }

    [ContractFact]
    public async Task LastSequence_AfterCommits_IsThatOfTheLastEvent()
    {
        using var store = Open();
        var fleet = new Fleet();
        var order = fleet.Order();
        var other = fleet.Order();
        var stream = StreamNames.Customer(order.Customer.Value);
        Job? job = null;
        long events = 0;
        foreach (var step in fleet.Life(order, fleet.Provider(), order.RequestedAt))
        {
            var commit = fleet.Commit(job, step(job), order.RequestedAt);
            var committed = await store.Commit(commit);
            job = commit.After;
            events += commit.Streams.Count(append => append.Stream == stream);
            Assert.Equal(events, await store.Streams.LastSequence(stream, default));
            Assert.All(committed.Streams.Where(pushed => pushed.Stream == stream), pushed => Assert.True(pushed.Sequence <= events));
        }

        Assert.True(events > 0, "The life of a job told its customer nothing.");
        Assert.Equal(0, await store.Streams.LastSequence(StreamNames.Customer(other.Customer.Value), default));
    }

    [ContractFact]
    public async Task After_EachSequence_GivesWhatTheCommitsAndOffersTold()
    {
        using var store = Open();
        var fleet = new Fleet();
        var order = fleet.Order();
        var provider = fleet.Provider();
        Job? job = null;
        var told = new List<StreamEvent>();
        var at = order.RequestedAt;
        foreach (var step in fleet.Life(order, provider, order.RequestedAt))
        {
            at += TimeSpan.FromSeconds(1);
            var commit = fleet.Commit(job, step(job), at);
            told.AddRange((await store.Commit(commit)).Streams);
            job = commit.After;
        }

        var offer = new Offer(new OfferId(fleet.NextId()), job!.Id, 1, job.Version, provider, at, at + TimeSpan.FromSeconds(15), at, OfferStatus.Sent);
        told.Add(await store.Done(store.Offers.Record(
            offer, Fleet.Shard, new StreamAppend(StreamNames.Provider(provider.Value), new PushMessage.OfferMade(offer.Id.Value, JobViews.Of(job, at), offer.ExpiresAt, at)), default)));
        foreach (var stream in told.GroupBy(happened => happened.Stream))
        {
            var all = stream.OrderBy(happened => happened.Sequence).ToList();
            Assert.True(all.Count > 2, $"{stream.Key} has {all.Count} events.");
            for (var after = 0; after <= all.Count; after++)
            {
                Same.Events(all.Skip(after), await store.Streams.After(stream.Key, after, 1_000, default));
            }

            Same.Events(all.Skip(1).Take(2), await store.Streams.After(stream.Key, 1, 2, default));
        }

        Assert.Empty(await store.Streams.After(StreamNames.Customer(fleet.NextId()), 0, 10, default));
    }

    [ContractFact]
    public async Task LastSequence_StoreOpenedAgain_GoesOn()
    {
        using var store = Open();
        if (!store.IsDurable)
        {
            return;
        }

        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var stream = StreamNames.Customer(job.Order.Customer.Value);
        var before = await store.Streams.LastSequence(stream, default);
        store.Reopen();
        Assert.True(before > 0);
        Assert.Equal(before, await store.Streams.LastSequence(stream, default));
    }
}
