using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
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
        Assert.Null(await store.Ratings.OfJob(rating.Job, default));
        Assert.Equal(rating, await store.Done(store.Ratings.Add(rating, default)));
        Assert.Equal(rating, await store.Done(store.Ratings.Add(rating with { Stars = 1, Comment = null, At = Fleet.Start + TimeSpan.FromHours(1) }, default)));
        Assert.Equal(rating, await store.Ratings.OfJob(rating.Job, default));
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
        Assert.Equal((1L, (long)told[0].Stars), await store.Ratings.OfProvider(provider, default));
    }

    [ContractFact]
    public async Task OfProvider_ManyRatings_AreCountedAndSummed()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        Assert.Equal((0L, 0L), await store.Ratings.OfProvider(provider, default));
        foreach (var stars in new[] { 5, 3, 5 })
        {
            await store.Done(store.Ratings.Add(new JobRating(new JobId(fleet.NextId()), new CustomerId(fleet.NextId()), provider, stars, null, Fleet.Start), default));
        }

        await store.Done(store.Ratings.Add(new JobRating(new JobId(fleet.NextId()), new CustomerId(fleet.NextId()), fleet.Provider(), 1, null, Fleet.Start), default));
        Assert.Equal((3L, 13L), await store.Ratings.OfProvider(provider, default));
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
            Assert.Null(await store.Ratings.OfJob(rating.Job, default));
        }
    }
}
