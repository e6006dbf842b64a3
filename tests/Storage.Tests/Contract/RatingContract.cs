using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Ratings;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of ratings promises.</summary>
public abstract class RatingContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Add_Rating_IsKeptAndTheFirstStands()
    {
        using var store = Open();
        var fleet = new Fleet();
        var rating = new JobRating(new JobId(fleet.NextId()), new CustomerId(fleet.NextId()), fleet.Provider(), 4, "très bien 🚕", Fleet.Start + TimeSpan.FromTicks(7));
        Assert.Null(await store.Ratings.OfJob(rating.Job, RatingSide.Customer, default));
        Assert.Equal(rating, await store.Done(store.Ratings.Add(rating, default)));
        Assert.Equal(rating, await store.Done(store.Ratings.Add(rating with { Stars = 1, Comment = null, At = Fleet.Start + TimeSpan.FromHours(1) }, default)));
        Assert.Equal(rating, await store.Ratings.OfJob(rating.Job, RatingSide.Customer, default));
    }

    [ContractFact]
    public async Task Add_AtOnceForOneJob_OneStandsAndAllAreTold()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (job, customer, provider) = (new JobId(fleet.NextId()), new CustomerId(fleet.NextId()), fleet.Provider());
        var writes = Enumerable.Range(0, 10).Select(i => store.Ratings.Add(new JobRating(job, customer, provider, 1 + (i % 5), null, Fleet.Start), default).AsTask()).ToList();
        store.Flush();
        var told = await Task.WhenAll(writes);
        Assert.Single(told.Distinct());
        Assert.Equal([told[0].Stars], await Stars(store, provider));
    }

    [ContractFact]
    public async Task Shown_ManyRatings_AreThoseOfTheProvider()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        Assert.Empty(await Stars(store, provider));
        foreach (var stars in new[] { 5, 3, 5 })
        {
            await store.Done(store.Ratings.Add(new JobRating(new JobId(fleet.NextId()), new CustomerId(fleet.NextId()), provider, stars, null, Fleet.Start), default));
        }

        await store.Done(store.Ratings.Add(new JobRating(new JobId(fleet.NextId()), new CustomerId(fleet.NextId()), fleet.Provider(), 1, null, Fleet.Start), default));
        Assert.Equal([3, 5, 5], (await Stars(store, provider)).Order());
    }

    [ContractFact]
    public async Task Add_StarsOutOfRange_IsRefused()
    {
        using var store = Open();
        var fleet = new Fleet();
        foreach (var stars in new[] { 0, 6 })
        {
            var rating = new JobRating(new JobId(fleet.NextId()), new CustomerId(fleet.NextId()), fleet.Provider(), stars, null, Fleet.Start);
            await Assert.ThrowsAsync<StoreFaultException>(() => store.Done(store.Ratings.Add(rating, default)));
            Assert.Null(await store.Ratings.OfJob(rating.Job, RatingSide.Customer, default));
        }
    }

    [ContractFact]
    public async Task Shown_OneSideHasSpoken_WaitsForTheOtherOrForTheTimeToBeOver()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (customer, provider, completed) = (new CustomerId(fleet.NextId()), fleet.Provider(), Fleet.Start);
        var first = new JobRating(new JobId(fleet.NextId()), customer, provider, 2, null, completed + TimeSpan.FromHours(1), RatingSide.Customer, ["late", "rude"], completed);
        var second = first with { Job = new JobId(fleet.NextId()), Stars = 4, At = completed + TimeSpan.FromHours(2), Tags = [] };
        Assert.Equal(first, await store.Done(store.Ratings.Add(first, default)));
        await store.Done(store.Ratings.Add(second, default));
        Assert.Empty(await Stars(store, provider));
        Assert.Null(await store.Ratings.OfJob(first.Job, RatingSide.Provider, default));
        var back = first with { By = RatingSide.Provider, Stars = 5, Tags = ["friendly"], At = completed + TimeSpan.FromHours(3) };
        Assert.Equal(back, await store.Done(store.Ratings.Add(back, default)));
        Assert.Equal(back, await store.Done(store.Ratings.Add(back with { Stars = 1 }, default)));
        Assert.Equal((first, back), (await store.Ratings.OfJob(first.Job, RatingSide.Customer, default), await store.Ratings.OfJob(first.Job, RatingSide.Provider, default)));
        Assert.Equal([2], await Stars(store, provider));
        Assert.Equal(new ShownRating(5, back.At), Assert.Single(await store.Ratings.Shown(RatingSide.Provider, customer.Value, completed + TimeSpan.FromHours(4), 10, default)));
        Assert.Equal([2], await Stars(store, provider, completed + RatingPair.Window - TimeSpan.FromTicks(1)));
        Assert.Equal([4, 2], await Stars(store, provider, completed + RatingPair.Window));
        Assert.Equal([4], (await store.Ratings.Shown(RatingSide.Customer, provider.Value, completed + RatingPair.Window, 1, default)).Select(shown => shown.Stars));
    }

    private static async Task<IEnumerable<int>> Stars(StoreUnderTest store, ProviderId provider, DateTimeOffset? now = null) =>
        (await store.Ratings.Shown(RatingSide.Customer, provider.Value, now ?? Fleet.Start + TimeSpan.FromHours(5), 10, default)).Select(shown => shown.Stars);
}
