using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of referrals does: a customer is brought once, and a referrer gets as many vouchers as the campaign allows, whoever asks at once.</summary>
public abstract class ReferralContract
{
    private static readonly DateTimeOffset Now = Fleet.Start;
    private static readonly OperatorId Acme = new("acme");

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Link_AskedForByManyAtOnce_IsOneAndTellsWhoseItIs()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (campaign, customer) = (await Add(store, fleet), new CustomerId(fleet.NextId()));
        var asked = Enumerable.Range(0, 8).Select(_ => store.Referrals.LinkOf(campaign, customer, fleet.NextId(), Now, default).AsTask()).ToList();
        store.Flush();
        var link = Assert.Single((await Task.WhenAll(asked)).Distinct());
        Assert.Equal(customer, await store.Referrals.ReferrerOf(campaign, link, default));
        Assert.Null(await store.Referrals.ReferrerOf(campaign, fleet.NextId(), default));
        Assert.Null(await store.Referrals.ReferrerOf(new CampaignId(fleet.NextId()), link, default));
        Assert.NotEqual(link, await store.Done(store.Referrals.LinkOf(campaign, new CustomerId(fleet.NextId()), fleet.NextId(), Now, default)));
    }

    [ContractFact]
    public async Task Refer_ByManyLinksAtOnce_IsOneReferrersAndNoneForWhoHasOrdered()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (campaign, customer) = (await Add(store, fleet), new CustomerId(fleet.NextId()));
        var tries = Enumerable.Range(0, 8).Select(_ => new Referral(campaign, Acme, new CustomerId(fleet.NextId()), customer, Now)).ToList();
        var asked = tries.Select(one => store.Referrals.Refer(one, [new MarketId("nyc")], default).AsTask()).ToList();
        store.Flush();
        var stands = Assert.Single((await Task.WhenAll(asked)).Distinct());
        Assert.Contains(stands, tries);
        Assert.Equal(stands, await store.Referrals.Find(Acme, customer, default));
        Assert.Null(await store.Referrals.Find(new OperatorId("other"), customer, default));

        // Of the markets that are asked about, whatever was completed or is under way.
        foreach (var status in new[] { JobStatus.Completed, JobStatus.Matching })
        {
            var job = await store.Bring(fleet, status);
            var one = new Referral(campaign, Acme, new CustomerId(fleet.NextId()), job.Order.Customer, Now);
            Assert.Null(await store.Done(store.Referrals.Refer(one, [job.Order.Market, new MarketId("boston")], default)));
            Assert.Equal(one, await store.Done(store.Referrals.Refer(one, [new MarketId("boston")], default)));
        }
    }

    /// <summary>Twelve who were brought complete their first jobs in the same moment, each told of twice: five are rewarded, each by one job.</summary>
    [ContractFact]
    public async Task Complete_ManyAtOnce_RewardsAsManyAsAreAllowed()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (campaign, referrer) = (await Add(store, fleet), new CustomerId(fleet.NextId()));
        var brought = new List<(CustomerId Customer, JobId Job)>();
        for (var number = 0; number < 12; number++)
        {
            brought.Add((new CustomerId(fleet.NextId()), new JobId(fleet.NextId())));
            await store.Done(store.Referrals.Refer(new Referral(campaign, Acme, referrer, brought[^1].Customer, Now), [], default));
        }

        var asked = brought.Concat(brought).Select(one => store.Referrals.Complete(campaign, Acme, one.Customer, one.Job, 5, default).AsTask()).ToList();
        store.Flush();
        var answers = await Task.WhenAll(asked);
        Assert.All(answers.Zip(brought.Concat(brought)), pair => Assert.Equal((pair.Second.Customer, pair.Second.Job), (pair.First!.Customer, pair.First.Job!.Value)));
        Assert.Equal(10, answers.Count(answer => answer!.IsRewarded));
        Assert.Equal(5, answers.Where(answer => answer!.IsRewarded).Distinct().Count());
        Assert.Equal((12, 5), await store.Referrals.Count(campaign, referrer, default));

        // What came to nothing is taken back of that job alone, and leaves room for another.
        var given = answers.First(answer => answer!.IsRewarded)!;
        var late = new CustomerId(fleet.NextId());
        await store.Done(store.Referrals.Refer(new Referral(campaign, Acme, referrer, late, Now), [], default));
        foreach (var (job, left) in new[] { (new JobId(fleet.NextId()), 5), (given.Job!.Value, 4), (given.Job!.Value, 4) })
        {
            var taken = store.Referrals.Unreward(Acme, given.Customer, job, default).AsTask();
            store.Flush();
            await taken;
            Assert.Equal((13, left), await store.Referrals.Count(campaign, referrer, default));
        }

        Assert.True((await store.Done(store.Referrals.Complete(campaign, Acme, late, new JobId(fleet.NextId()), 5, default)))!.IsRewarded);

        // A second job is no first one, and nobody of another campaign or unknown was brought.
        Assert.Null(await store.Done(store.Referrals.Complete(campaign, Acme, brought[0].Customer, new JobId(fleet.NextId()), 5, default)));
        Assert.Null(await store.Done(store.Referrals.Complete(new CampaignId(fleet.NextId()), Acme, brought[0].Customer, brought[0].Job, 5, default)));
        Assert.Null(await store.Done(store.Referrals.Complete(campaign, Acme, new CustomerId(fleet.NextId()), brought[0].Job, 5, default)));
    }

    [ContractFact]
    public async Task Database_AskedToLetSomebodyBringItself_Refuses()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (campaign, customer) = (await Add(store, fleet), new CustomerId(fleet.NextId()));
        await Assert.ThrowsAnyAsync<Exception>(async () => await store.Done(store.Referrals.Refer(new Referral(campaign, Acme, customer, customer, Now), [], default)));
        Assert.Null(await store.Referrals.Find(Acme, customer, default));
    }

    private static async Task<CampaignId> Add(StoreUnderTest store, Fleet fleet)
    {
        var campaign = new Campaign(
            new CampaignId(fleet.NextId()), Acme, "Bring a friend", Funder.Platform, new VoucherBenefit.Amount(Fleet.Usd(300)), VoucherScope.Anything, new VoucherLimits(Fleet.Usd(9_000), null, null, null, null),
            Now.AddDays(-1), Now.AddDays(30), null, false, null, false, null, null, new ReferralRule(null, 5));
        return (await store.Done(store.Vouchers.Add(CampaignAccount.Of(campaign, null, Now), default))).Campaign.Id;
    }
}
