using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of vouchers promises: never over a budget or a cap, whoever asks at once, and nothing is done twice.</summary>
public abstract class VoucherContract
{
    private static readonly DateTimeOffset Now = Fleet.Start;
    private static readonly DateTimeOffset Soon = Now + TimeSpan.FromMinutes(5);

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Campaign_OfEveryForm_ComesBackAsItWasWrittenAndIsWrittenOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var scope = new VoucherScope(
            [new MarketId("nyc")], [new ServiceClassId("ride")], [], ["midtown"], [new DailyHours(2, new HourRange(new TimeOnly(18, 0), new TimeOnly(2, 30)))], Fleet.Usd(700), true);
        VoucherBenefit[] benefits =
        [
            new VoucherBenefit.Percentage(new BasisPoints(1_500), Fleet.Usd(400)), new VoucherBenefit.Amount(Fleet.Usd(300)), new VoucherBenefit.FreeItem(fleet.NextId()),
            new VoucherBenefit.RideCredit(new Metres(4_000), null),
        ];
        var made = new List<CampaignAccount>();
        foreach (var benefit in benefits)
        {
            var campaign = Campaign(fleet, benefit) with
            {
                Scope = scope,
                EarnedBy = new EarnRule([new MarketId("nyc")], [], [], Fleet.Usd(500)),
                ValidFor = TimeSpan.FromDays(7),
                TimeZone = "Europe/Vienna",
                Claims = new ClaimRule(3, [Customer(fleet)]),
                Referral = new ReferralRule(new CampaignId(fleet.NextId()), 5),
                Limits = new VoucherLimits(Fleet.Usd(9_000), 30, 20, 2, 1),
            };
            made.Add(CampaignAccount.Of(campaign, Code(fleet), Now));
            Equal(made[^1], await store.Done(store.Vouchers.Add(made[^1], default)));
        }

        Equal(made[0], await store.Done(store.Vouchers.Add(made[0] with { Campaign = made[0].Campaign with { Name = "Another" } }, default)));
        Equal(made[1], (await store.Vouchers.FindByCode(made[1].Code!.Value, default))!);
        Assert.Null(await store.Vouchers.FindByCode(Code(fleet), default));
        var page = await store.Vouchers.List(new OperatorId("acme"), null, 3, default);
        Assert.Equal(made.Select(one => one.Campaign.Id).OrderDescending(), page.Select(one => one.Campaign.Id).Concat((await store.Vouchers.List(null, page[^1].Campaign.Id, 3, default)).Select(one => one.Campaign.Id)));
        Assert.Empty(await store.Vouchers.List(new OperatorId("other"), null, 3, default));

        var first = made[0].Campaign;
        Assert.True((await store.Done(store.Vouchers.Change(first.Id, true, null, default)))!.Campaign.Paused);
        var ended = (await store.Done(store.Vouchers.Change(first.Id, false, Soon, default)))!.Campaign;
        Assert.Equal((false, Soon), (ended.Paused, ended.Ends));
        Assert.Equal(Soon, (await store.Done(store.Vouchers.Change(first.Id, null, Soon + TimeSpan.FromDays(1), default)))!.Campaign.Ends);
        Assert.Null(await store.Done(store.Vouchers.Change(new CampaignId(fleet.NextId()), true, null, default)));
        Assert.Equal(3, (await store.Vouchers.Running(Soon, default)).Length);
        if (store.IsDurable)
        {
            store.Reopen();
            Equal(made[2], (await store.Vouchers.Find(made[2].Campaign.Id, default))!);
        }
    }

    [ContractFact]
    public async Task Life_TakenOrderedKeptRedeemed_ChargesWhatWasUsedOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (campaign, customer, quote) = (await Add(store, Campaign(fleet)), Customer(fleet), fleet.NextId());
        var voucher = await Issue(store, fleet, campaign, customer, "job 1");
        Assert.Equal(voucher.Id, (await Issue(store, fleet, campaign, customer, "job 1")).Id);
        var take = new VoucherCommand.Take(voucher.Id, quote, customer, Fleet.Usd(300), Soon, false);
        Assert.Equal([true, false], (await Run(store, campaign, take, take)).Select(outcome => outcome.Changed));
        await Expect(store, campaign, spent: 0, held: 300, uses: 1, issued: 1);
        var order = take with { Until = Soon + TimeSpan.FromDays(1), Ordered = true };
        Assert.Equal([true, false, true, false], (await Run(store, campaign, order, order, new VoucherCommand.Keep(voucher.Id, quote), new VoucherCommand.Keep(voucher.Id, quote))).Select(outcome => outcome.Changed));
        Assert.Equal(VoucherRejection.AboveHeld, (await Run(store, campaign, new VoucherCommand.Redeem(voucher.Id, quote, Fleet.Usd(301))))[0].Rejection);
        var redeem = new VoucherCommand.Redeem(voucher.Id, quote, Fleet.Usd(250));
        Assert.Equal([true, false], (await Run(store, campaign, redeem, redeem)).Select(outcome => outcome.Changed));
        Assert.Equal(VoucherRejection.AlreadyRedeemed, (await Run(store, campaign, new VoucherCommand.Return(voucher.Id, quote)))[0].Rejection);
        Assert.Equal(VoucherRejection.AlreadyRedeemed, (await Run(store, campaign, take with { By = fleet.NextId() }))[0].Rejection);
        await Expect(store, campaign, spent: 250, held: 0, uses: 1, issued: 1);
        Assert.Equal((VoucherStatus.Redeemed, Fleet.Usd(250)), ((await store.Vouchers.Find(voucher.Id, default))!.Status, (await store.Vouchers.FindVoucherByCode(voucher.Code, default))!.Used));
        Assert.Empty((await store.Vouchers.Usable(customer, Now, default)).Candidates);
        Assert.Equal(voucher.Id, Assert.Single(await store.Vouchers.Of(customer, null, 10, default)).Voucher.Id);
        Assert.Empty(await store.Vouchers.Of(customer, voucher.Id, 10, default));
    }

    /// <summary>Two counters, or two phones of a customer, in the same moment.</summary>
    [ContractFact]
    public async Task Take_OneVoucherByManyOrdersAtOnce_OneHasIt()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (campaign, customer) = (await Add(store, Campaign(fleet)), Customer(fleet));
        var voucher = await Issue(store, fleet, campaign, customer, null);
        var asked = Enumerable.Range(0, 40).Select(_ => store.Vouchers.Run(
            campaign, [new VoucherCommand.Take(voucher.Id, fleet.NextId(), customer, Fleet.Usd(300), Soon, true)], Now, default).AsTask()).ToList();
        store.Flush();
        var answers = (await Task.WhenAll(asked)).Select(answer => answer[0]).ToList();
        Assert.Single(answers, answer => answer.Changed);
        Assert.All(answers.Where(answer => !answer.Changed), answer => Assert.Equal(VoucherRejection.HeldElsewhere, answer.Rejection));
        await Expect(store, campaign, spent: 0, held: 300, uses: 1, issued: 1);
    }

    /// <summary>Vouchers of two campaigns for a first order, ordered on in the same moment: one order has one. Whoever has completed something in the market has none.</summary>
    [ContractFact]
    public async Task Take_TwoForAFirstOrderAtOnce_OneOrderHasOne()
    {
        using var store = Open();
        var fleet = new Fleet();
        var market = new MarketId("nyc");
        var scope = VoucherScope.Anything with { FirstTimeOnly = true, Markets = [market] };
        var (one, other) = (await Add(store, Campaign(fleet) with { Scope = scope }), await Add(store, Campaign(fleet) with { Scope = scope with { Markets = [] } }));
        var elsewhere = await Add(store, Campaign(fleet) with { Scope = scope with { Markets = [new MarketId("boston")] } });
        for (var round = 0; round < 10; round++)
        {
            var customer = Customer(fleet);
            var takes = new List<(CampaignId Campaign, VoucherCommand.Take Take)>();
            foreach (var campaign in new[] { one, other })
            {
                var voucher = await Issue(store, fleet, campaign, customer, null);
                takes.Add((campaign, new VoucherCommand.Take(voucher.Id, fleet.NextId(), customer, Fleet.Usd(300), Soon, false, market)));
                Assert.True((await Run(store, campaign, takes[^1].Take))[0].Changed);
            }

            var asked = takes.Select(one => store.Vouchers.Run(one.Campaign, [one.Take with { Ordered = true }], Now, default).AsTask()).ToList();
            store.Flush();
            var answers = (await Task.WhenAll(asked)).Select(answer => answer[0]).ToList();
            Assert.Single(answers, answer => answer.Changed);
            Assert.Equal(VoucherRejection.NotTheFirstTime, Assert.Single(answers, answer => !answer.Changed).Rejection);

            // One of another market is in nobody's way, but one of all markets is; and when the first is given back the other can be had.
            var (had, refused) = answers[0].Changed ? (takes[0], takes[1]) : (takes[1], takes[0]);
            var there = await Issue(store, fleet, elsewhere, customer, null);
            var boston = (await Run(store, elsewhere, new VoucherCommand.Take(there.Id, fleet.NextId(), customer, Fleet.Usd(300), Soon, true, new MarketId("boston"))))[0];
            Assert.Equal(had.Campaign == one ? null : VoucherRejection.NotTheFirstTime, boston.Rejection);
            await Run(store, had.Campaign, new VoucherCommand.Return(had.Take.Voucher, had.Take.By));
            Assert.True((await Run(store, refused.Campaign, refused.Take with { Ordered = true }))[0].Changed);
        }

        var done = await store.Bring(fleet, JobStatus.Completed);
        var late = await Issue(store, fleet, one, done.Order.Customer, null);
        var take = new VoucherCommand.Take(late.Id, fleet.NextId(), done.Order.Customer, Fleet.Usd(300), Soon, true, done.Order.Market);
        Assert.Equal(VoucherRejection.NotTheFirstTime, (await Run(store, one, take))[0].Rejection);
        Assert.True((await Run(store, one, take with { Market = new MarketId("boston") }))[0].Changed);
    }

    /// <summary>A hot campaign: ten times as many as its budget has room for, in batches of many callers at once, some of them said twice.</summary>
    [ContractFact]
    public async Task Take_HotCampaignByManyAtOnce_EndsExactlyAtItsBudget()
    {
        using var store = Open();
        var fleet = new Fleet();
        var campaign = await Add(store, Campaign(fleet) with { Limits = new VoucherLimits(Fleet.Usd(3_050), null, null, null, null) });
        var takes = new List<VoucherCommand>();
        foreach (var batch in Enumerable.Range(0, 100).Select(_ => Customer(fleet)).Chunk(20))
        {
            var issued = await Run(store, campaign, [.. batch.Select(customer => (VoucherCommand)IssueOf(fleet, customer, customer.ToString()))]);
            takes.AddRange(issued.Select(outcome => new VoucherCommand.Take(outcome.After!.Id, fleet.NextId(), outcome.After.Holder!.Value, Fleet.Usd(300), Soon, true)));
        }

        var asked = takes.Concat(takes).Chunk(7).Select(batch => store.Vouchers.Run(campaign, [.. batch], Now, default).AsTask()).ToList();
        store.Flush();
        var answers = (await Task.WhenAll(asked)).SelectMany(answer => answer).ToList();
        Assert.Equal(10, answers.Count(answer => answer.Changed));
        Assert.Equal([VoucherRejection.BudgetSpent], answers.Where(answer => answer.Rejection is not null).Select(answer => answer.Rejection!.Value).Distinct());
        await Expect(store, campaign, spent: 0, held: 3_000, uses: 10, issued: 100);

        // All at once again: half are done for less than was held, half are given back.
        var held = answers.Where(answer => answer.Changed).Select(answer => answer.After!).ToList();
        var ends = held.Select((voucher, i) => i % 2 == 0
            ? (VoucherCommand)new VoucherCommand.Redeem(voucher.Id, voucher.Hold!.By, Fleet.Usd(200))
            : new VoucherCommand.Return(voucher.Id, voucher.Hold!.By)).ToList();
        asked = [.. ends.Concat(ends).Chunk(3).Select(batch => store.Vouchers.Run(campaign, [.. batch], Now, default).AsTask())];
        store.Flush();
        Assert.All((await Task.WhenAll(asked)).SelectMany(answer => answer), answer => Assert.Null(answer.Rejection));
        await Expect(store, campaign, spent: 1_000, held: 0, uses: 5, issued: 100);
    }

    /// <summary>Quotes of many at once that hold in one transaction: as many as the budget has room for, and a row of those and no others.</summary>
    [ContractFact]
    public async Task Hold_HotCampaignByManyQuotesAtOnce_EndsExactlyAtItsBudgetWithARowForEach()
    {
        using var store = Open();
        var fleet = new Fleet();
        var campaign = await Add(store, Campaign(fleet) with { Limits = new VoucherLimits(Fleet.Usd(3_050), 20, 15, 1, 1) });
        var quotes = new List<(CustomerId Customer, QuoteHold Hold)>();
        foreach (var customer in Enumerable.Range(0, 40).Select(_ => Customer(fleet)))
        {
            var voucher = await Issue(store, fleet, campaign, customer, customer.ToString());
            quotes.Add((customer, Held(fleet, customer, (campaign, voucher))));
        }

        var asked = quotes.Select(quote => store.Vouchers.Hold(quote.Customer, Now, usable => usable.Candidates.Length == 1 ? quote.Hold : null, default).AsTask()).ToList();
        store.Flush();
        var answers = await Task.WhenAll(asked);
        var fit = store.HoldsAtOnce ? 10 : 0;
        Assert.Equal(fit, answers.Count(held => held));
        await Expect(store, campaign, spent: 0, held: fit * 300, uses: fit, issued: 40);
        foreach (var ((_, hold), held) in quotes.Zip(answers))
        {
            Assert.Equal(held, await store.Journeys.Knows(hold.Touch.Journey, default));
            Assert.Equal(held ? (Guid?)hold.Touch.Quote.Value : null, (await store.Vouchers.Find(hold.Takes[0].Take.Voucher, default))!.Hold?.By);
        }
    }

    /// <summary>Of several vouchers one is another quote's order by now; nothing is chosen: the answer is no, and nothing stands. Chosen of nothing, the quote's row stands alone.</summary>
    [ContractFact]
    public async Task Hold_ThatCannotBeWhole_WritesNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (first, second, customer) = (await Add(store, Campaign(fleet)), await Add(store, Campaign(fleet)), Customer(fleet));
        var (free, ordered) = (await Issue(store, fleet, first, customer, null), await Issue(store, fleet, second, customer, null));
        await Run(store, second, new VoucherCommand.Take(ordered.Id, fleet.NextId(), customer, Fleet.Usd(300), Soon, true));

        var both = Held(fleet, customer, (first, free), (second, ordered));
        Assert.False(await store.Done(store.Vouchers.Hold(customer, Now, _ => both, default)));
        Assert.False(await store.Done(store.Vouchers.Hold(customer, Now, _ => null, default)));
        await Expect(store, first, spent: 0, held: 0, uses: 0, issued: 1);
        Assert.False(await store.Journeys.Knows(both.Touch.Journey, default));

        var none = Held(fleet, customer);
        Assert.Equal(store.HoldsAtOnce, await store.Done(store.Vouchers.Hold(customer, Now, _ => none, default)));
        Assert.Equal(store.HoldsAtOnce, await store.Journeys.Knows(none.Touch.Journey, default));

        // A quote after the other takes the voucher over.
        var (one, next) = (Held(fleet, customer, (first, free)), Held(fleet, customer, (first, free)));
        Assert.Equal(store.HoldsAtOnce, await store.Done(store.Vouchers.Hold(customer, Now, _ => one, default)));
        Assert.Equal(store.HoldsAtOnce, await store.Done(store.Vouchers.Hold(customer, Now, _ => next, default)));
        Assert.Equal(store.HoldsAtOnce ? (Guid?)next.Touch.Quote.Value : null, (await store.Vouchers.Find(free.Id, default))!.Hold?.By);
        await Expect(store, first, spent: 0, held: store.HoldsAtOnce ? 300 : 0, uses: store.HoldsAtOnce ? 1 : 0, issued: 1);
    }

    /// <summary>A busy campaign, whose budget is held by quotes that nobody ordered on: with their time it is free, and the next quote has it in its own transaction. What is given back stands where nothing is chosen.</summary>
    [ContractFact]
    public async Task Hold_OfACampaignWithLapsedHolds_GivesThemBackFirst()
    {
        using var store = Open();
        var fleet = new Fleet();
        var campaign = await Add(store, Campaign(fleet) with { Limits = new VoucherLimits(Fleet.Usd(600), 2, null, 1, null) });
        var next = Customer(fleet);
        var (own, other, later) = (await Issue(store, fleet, campaign, Customer(fleet), null), await Issue(store, fleet, campaign, Customer(fleet), null), await Issue(store, fleet, campaign, next, null));
        foreach (var voucher in new[] { own, other })
        {
            Assert.True((await Run(store, campaign, new VoucherCommand.Take(voucher.Id, fleet.NextId(), voucher.Holder!.Value, Fleet.Usd(300), Soon, false)))[0].Changed);
        }

        // A moment before they lapse there is no room.
        Assert.False(await store.Done(store.Vouchers.Hold(next, Soon.AddTicks(-1), _ => Held(fleet, next, (campaign, later)), default)));
        await Expect(store, campaign, spent: 0, held: 600, uses: 2, issued: 3);

        UsableVouchers? seen = null;
        Assert.False(await store.Done(store.Vouchers.Hold(next, Soon, See, default)));
        if (store.HoldsAtOnce)
        {
            Assert.Empty(seen!.Lapsed);
            await Expect(store, campaign, spent: 0, held: 0, uses: 0, issued: 3);
            Assert.Equal((VoucherStatus.Issued, null), ((await store.Vouchers.Find(own.Id, default))!.Status, (await store.Vouchers.Find(own.Id, default))!.Hold));
        }

        // Said twice it is held once; and the campaign's own way stands beside it.
        var until = Soon + TimeSpan.FromMinutes(5);
        var hold = Held(fleet, next, (campaign, later));
        hold = hold with { Takes = [(campaign, hold.Takes[0].Take with { Until = until })] };
        foreach (var _ in new[] { 1, 2 })
        {
            Assert.Equal(store.HoldsAtOnce, await store.Done(store.Vouchers.Hold(next, Soon, _ => hold, default)));
        }

        var take = new VoucherCommand.Take(other.Id, fleet.NextId(), other.Holder!.Value, Fleet.Usd(300), until, false);
        Assert.True((await store.Done(store.Vouchers.Run(campaign, [take], Soon, default)))[0].Changed);
        var uses = store.HoldsAtOnce ? 2 : 1;
        await Expect(store, campaign, spent: 0, held: uses * 300, uses: uses, issued: 3);

        QuoteHold? See(UsableVouchers usable)
        {
            seen = usable;
            return null;
        }
    }

    /// <summary>Three campaigns of the platform's in one market, quotes and orders of many at once: what is held of the market's margin ends exactly at what it stood above its floor.</summary>
    [ContractFact]
    public async Task Take_OfOneMarketsMarginByManyAtOnce_StopsAtItsFloorAndCountsWhatIsUsedUntilItIsReadAnew()
    {
        using var store = Open();
        var fleet = new Fleet();
        var market = new MarketId("nyc");
        var takes = new List<(CampaignId Campaign, VoucherCommand.Take Take)>();
        for (var number = 0; number < 3; number++)
        {
            var campaign = await Add(store, Campaign(fleet) with { Funder = Funder.Platform });
            var issued = await Run(store, campaign, [.. Enumerable.Range(0, 12).Select(i => (VoucherCommand)IssueOf(fleet, Customer(fleet), $"{i}"))]);
            takes.AddRange(issued.Select((outcome, i) => (campaign, new VoucherCommand.Take(
                outcome.After!.Id, fleet.NextId(), outcome.After.Holder!.Value, Fleet.Usd(300), Soon, i % 2 == 0, market, new MarginAsk(market, Fleet.Usd(100), Fleet.Usd(1_050), Now)))));
        }

        // One of another market, one that leaves more than it takes and one that somebody else pays are in nobody's way.
        var free = await Add(store, Campaign(fleet));
        foreach (var ask in new[] { new MarginAsk(new MarketId("boston"), Fleet.Usd(900), Fleet.Usd(900), Now), new MarginAsk(market, Fleet.Usd(-50), Fleet.Usd(1_050), Now), null })
        {
            var voucher = await Issue(store, fleet, free, Customer(fleet), null);
            Assert.True((await Run(store, free, new VoucherCommand.Take(voucher.Id, fleet.NextId(), voucher.Holder!.Value, Fleet.Usd(300), Soon, true, market, ask)))[0].Changed);
        }

        var asked = takes.Concat(takes).GroupBy(one => one.Campaign).SelectMany(of => of.Chunk(5)).Select(batch =>
            store.Vouchers.Run(batch[0].Campaign, [.. batch.Select(one => (VoucherCommand)one.Take)], Now, default).AsTask()).ToList();
        store.Flush();
        var answers = (await Task.WhenAll(asked)).SelectMany(answer => answer).ToList();
        Assert.Equal(10, answers.Count(answer => answer.Changed));
        Assert.Equal([VoucherRejection.MarginFloorReached], answers.Where(answer => answer.Rejection is not null).Select(answer => answer.Rejection!.Value).Distinct());
        Assert.Equal(1_000, await Exposed(Now, Now));

        // What a quote held and nobody ordered is given back with its time; what was used counts until the margin is read anew; what was given back counts no more.
        var held = answers.Where(answer => answer.Changed).Select(answer => answer.After!).ToList();
        Assert.Equal(0, await Exposed(Now, Soon));
        var (used, back, refused) = (held[0], held[1], takes.First(one => held.TrueForAll(voucher => voucher.Id != one.Take.Voucher)));
        await Run(store, used.Campaign, new VoucherCommand.Redeem(used.Id, used.Hold!.By, Fleet.Usd(300)));
        Assert.Equal((1_000, 900), (await Exposed(Now, Now), await Exposed(Now.AddTicks(1), Now)));
        Assert.Equal(VoucherRejection.MarginFloorReached, (await Run(store, refused.Campaign, refused.Take))[0].Rejection);
        await Run(store, back.Campaign, new VoucherCommand.Return(back.Id, back.Hold!.By));
        Assert.Equal(900, await Exposed(Now, Now));
        Assert.True((await Run(store, refused.Campaign, refused.Take))[0].Changed);
        Assert.False((await Run(store, refused.Campaign, refused.Take))[0].Changed);
        Assert.Equal(1_000, await Exposed(Now, Now));
        if (store.IsDurable)
        {
            store.Reopen();
            Assert.Equal(1_000, await Exposed(Now, Now));
        }

        async Task<long> Exposed(DateTimeOffset since, DateTimeOffset now) => (await store.Vouchers.Exposed(market, Fleet.Usd(0).Currency, since, now, default)).MinorUnits;
    }

    [ContractFact]
    public async Task Quotes_OfOneCustomer_TakeTheMarginOverFromEachOther()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (campaign, customer, market) = (await Add(store, Campaign(fleet) with { Funder = Funder.Platform }), Customer(fleet), new MarketId("nyc"));
        var voucher = await Issue(store, fleet, campaign, customer, null);
        var ask = new MarginAsk(market, Fleet.Usd(80), Fleet.Usd(100), Now);
        var first = new VoucherCommand.Take(voucher.Id, fleet.NextId(), customer, Fleet.Usd(200), Soon, false, null, ask);
        var second = first with { By = fleet.NextId(), Margin = ask with { Exposed = Fleet.Usd(100) } };
        Assert.Equal([true, true, true], (await Run(store, campaign, first, second, first with { Ordered = true })).Select(outcome => outcome.Changed));
        Assert.Equal(80, (await store.Vouchers.Exposed(market, Fleet.Usd(0).Currency, Now, Now, default)).MinorUnits);
        Assert.Equal((market, Fleet.Usd(80)), ((await store.Vouchers.Find(voucher.Id, default))!.Hold!.Market, (await store.Vouchers.Find(voucher.Id, default))!.Hold!.Exposed!.Value));
    }

    /// <summary>One link that many open at once, some of them twice: it is one customer's, and stays so.</summary>
    [ContractFact]
    public async Task Issue_OfOneLinkToManyAtOnce_IsOneCustomersAndTheOthersAreToldSo()
    {
        using var store = Open();
        var fleet = new Fleet();
        var campaign = await Add(store, Campaign(fleet));
        var opened = Enumerable.Range(0, 20).Select(_ => IssueOf(fleet, Customer(fleet), "claim:1") with { Source = VoucherSource.Game }).ToList();
        var asked = opened.Concat(opened).Select(issue => store.Vouchers.Run(campaign, [issue with { Voucher = new VoucherId(fleet.NextId()), Code = Code(fleet) }], Now, default).AsTask()).ToList();
        store.Flush();
        var answers = (await Task.WhenAll(asked)).Select(answer => answer[0]).ToList();
        Assert.Single(answers, answer => answer.Changed);
        Assert.Equal(2, answers.Count(answer => answer.Rejection is null));
        Assert.Single(answers.Where(answer => answer.Rejection is null).Select(answer => answer.After!.Id).Distinct());
        Assert.Equal([VoucherRejection.NotYours], answers.Where(answer => answer.Rejection is not null).Select(answer => answer.Rejection!.Value).Distinct());
        await Expect(store, campaign, spent: 0, held: 0, uses: 0, issued: 1);
    }

    [ContractFact]
    public async Task Caps_InAllByDayAndByCustomer_EachStopAndComeBackWithWhatIsReturned()
    {
        using var store = Open();
        var fleet = new Fleet();
        var campaign = await Add(store, Campaign(fleet) with { Limits = new VoucherLimits(Fleet.Usd(100_000), 5, 3, 3, 2) });
        var (one, other) = (Customer(fleet), Customer(fleet));
        var vouchers = await Run(store, campaign, [.. Enumerable.Range(0, 8).Select(i => (VoucherCommand)IssueOf(fleet, i < 5 ? one : other, $"{i}"))]);
        VoucherCommand.Take Of(int i) => new(vouchers[i].After!.Id, vouchers[i].After!.Id.Value, i < 5 ? one : other, Fleet.Usd(10), Now + TimeSpan.FromDays(10), true);
        async Task<VoucherRejection?> Take(int i, DateTimeOffset at) => (await store.Done(store.Vouchers.Run(campaign, [Of(i)], at, default)))[0].Rejection;

        Assert.Equal([null, null, VoucherRejection.CustomerCapReached], [await Take(0, Now), await Take(1, Now), await Take(2, Now)]);
        Assert.Equal([null, VoucherRejection.CampaignCapReached], [await Take(5, Now), await Take(6, Now)]);
        var tomorrow = Now + TimeSpan.FromDays(1);
        Assert.Equal([null, VoucherRejection.CustomerCapReached], [await Take(2, tomorrow), await Take(3, tomorrow)]);
        Assert.Equal([null, VoucherRejection.CampaignCapReached], [await Take(6, tomorrow), await Take(7, tomorrow)]);
        Assert.Null((await Run(store, campaign, new VoucherCommand.Return(Of(0).Voucher, Of(0).By)))[0].Rejection);
        Assert.Null(await Take(7, Now));
        Assert.Equal(VoucherRejection.CampaignCapReached, await Take(3, tomorrow + TimeSpan.FromDays(1)));
        await Expect(store, campaign, spent: 0, held: 50, uses: 5, issued: 8);
    }

    [ContractFact]
    public async Task QuotesHold_ThatRanOut_GivesRoomToOthersAndIsToldOf()
    {
        using var store = Open();
        var fleet = new Fleet();
        var campaign = await Add(store, Campaign(fleet) with { Limits = new VoucherLimits(Fleet.Usd(300), null, null, null, null) });
        var (one, other) = (Customer(fleet), Customer(fleet));
        var (first, second) = (await Issue(store, fleet, campaign, one, "1"), await Issue(store, fleet, campaign, other, "2"));
        await Run(store, campaign, new VoucherCommand.Take(first.Id, fleet.NextId(), one, Fleet.Usd(300), Soon, false));
        var take = new VoucherCommand.Take(second.Id, fleet.NextId(), other, Fleet.Usd(300), Soon + TimeSpan.FromMinutes(5), false);
        Assert.Equal(VoucherRejection.BudgetSpent, (await Run(store, campaign, take))[0].Rejection);
        Assert.Empty((await store.Vouchers.Usable(other, Now, default)).Lapsed);
        var usable = await store.Vouchers.Usable(other, Soon, default);
        Assert.Equal((300, campaign), (Assert.Single(usable.Candidates).Usage.Held.MinorUnits, Assert.Single(usable.Lapsed)));
        Assert.Null((await store.Done(store.Vouchers.Run(campaign, [new VoucherCommand.Lapse()], Soon, default)))[0].Rejection);
        usable = await store.Vouchers.Usable(other, Soon, default);
        Assert.Equal(0, Assert.Single(usable.Candidates).Usage.Held.MinorUnits);
        Assert.Empty(usable.Lapsed);
        Assert.True((await store.Done(store.Vouchers.Run(campaign, [take], Soon, default)))[0].Changed);
        Assert.Equal(VoucherStatus.Issued, (await store.Vouchers.Find(first.Id, default))!.Status);

        // What a voucher's own hold takes of its campaign is in nobody's way but others'.
        var own = Assert.Single((await store.Vouchers.Usable(other, Soon, default)).Candidates).Usage;
        Assert.Equal((0, 0, 0, 0), (own.Held.MinorUnits, own.Uses, own.UsesToday, own.ByCustomerToday));
    }

    [ContractFact]
    public async Task Quotes_OfOneCustomer_TakeOverFromEachOtherUntilOneIsOrdered()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (campaign, customer) = (await Add(store, Campaign(fleet)), Customer(fleet));
        var voucher = await Issue(store, fleet, campaign, customer, null);
        var cheap = new VoucherCommand.Take(voucher.Id, fleet.NextId(), customer, Fleet.Usd(200), Soon, false);
        var dear = cheap with { By = fleet.NextId(), Amount = Fleet.Usd(300) };
        Assert.Equal([true, true], (await Run(store, campaign, cheap, dear)).Select(outcome => outcome.Changed));
        await Expect(store, campaign, spent: 0, held: 300, uses: 1, issued: 1);
        Assert.True((await Run(store, campaign, cheap with { Ordered = true, Until = Soon + TimeSpan.FromDays(1) }))[0].Changed);
        Assert.Equal(VoucherRejection.HeldElsewhere, (await Run(store, campaign, dear))[0].Rejection);
        await Expect(store, campaign, spent: 0, held: 200, uses: 1, issued: 1);
    }

    [ContractFact]
    public async Task Issue_PausedOverOrTwice_SaysWhyOrIsTheFirst()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (campaign, customer) = (await Add(store, Campaign(fleet)), Customer(fleet));
        var same = Enumerable.Range(0, 20).Select(_ => store.Vouchers.Run(campaign, [IssueOf(fleet, customer, "job 7")], Now, default).AsTask()).ToList();
        store.Flush();
        Assert.Single((await Task.WhenAll(same)).Select(answer => answer[0].After!.Id).Distinct());
        await Expect(store, campaign, spent: 0, held: 0, uses: 0, issued: 1);
        Assert.Equal(VoucherRejection.NotYours, (await Run(store, campaign, IssueOf(fleet, Customer(fleet), "job 7")))[0].Rejection);
        Assert.Equal(VoucherRejection.CampaignNotBegun, (await Run(store, campaign, IssueOf(fleet, customer, "8") with { At = Now - TimeSpan.FromDays(2) }))[0].Rejection);
        await store.Done(store.Vouchers.Change(campaign, true, null, default));
        Assert.Equal(VoucherRejection.CampaignOver, (await Run(store, campaign, IssueOf(fleet, customer, "8")))[0].Rejection);
        Assert.Equal(VoucherRejection.CodeUnknown, (await Run(store, new CampaignId(fleet.NextId()), IssueOf(fleet, customer, "8")))[0].Rejection);

        // Nobody's voucher is whose who enters its code first.
        await store.Done(store.Vouchers.Change(campaign, false, null, default));
        var open = (await Run(store, campaign, IssueOf(fleet, null, "link")))[0].After!;
        var claims = await Run(store, campaign, new VoucherCommand.Claim(open.Id, customer), new VoucherCommand.Claim(open.Id, customer), new VoucherCommand.Claim(open.Id, Customer(fleet)), new VoucherCommand.Void(open.Id));
        Assert.Equal([null, null, VoucherRejection.NotYours, null], claims.Select(claim => claim.Rejection));
        Assert.Equal((customer, VoucherStatus.Voided), ((await store.Vouchers.Find(open.Id, default))!.Holder!.Value, (await store.Vouchers.Find(open.Id, default))!.Status));
    }

    [ContractFact]
    public async Task Tries_CountWithinTheirWindowAndAreForgiven()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (customer, hour) = (Customer(fleet), TimeSpan.FromHours(1));
        Assert.Equal(new CodeTries(1, Now + hour), await store.Done(store.Vouchers.Try(customer, Now, hour, default)));
        Assert.Equal(new CodeTries(2, Now + hour), await store.Done(store.Vouchers.Try(customer, Soon, hour, default)));
        await store.Done(store.Vouchers.Forgive(customer, default));
        var many = Enumerable.Range(0, 10).Select(_ => store.Vouchers.Try(customer, Soon, hour, default).AsTask()).ToList();
        store.Flush();
        Assert.Equal(Enumerable.Range(2, 10), (await Task.WhenAll(many)).Select(tries => tries.Count).Order());
        Assert.Equal(new CodeTries(1, Now + (2 * hour)), await store.Done(store.Vouchers.Try(customer, Now + hour, hour, default)));
        Assert.Equal(1, (await store.Done(store.Vouchers.Try(Customer(fleet), Now, hour, default))).Count);
    }

    [ContractFact]
    public async Task Database_AskedToGoOverABudgetOrACap_Refuses()
    {
        using var store = Open();
        var fleet = new Fleet();
        var campaign = await Add(store, Campaign(fleet) with { Limits = new VoucherLimits(Fleet.Usd(1_000), 2, null, null, null) });
        var customer = Customer(fleet);
        var voucher = await Issue(store, fleet, campaign, customer, "1");
        await Run(store, campaign, new VoucherCommand.Take(voucher.Id, fleet.NextId(), customer, Fleet.Usd(300), Soon, false));
        foreach (var sql in new[]
        {
            "UPDATE campaigns SET held_minor_units = 1001",
            "UPDATE campaigns SET spent_minor_units = 701",
            "UPDATE campaigns SET uses = 3",
            "UPDATE campaign_counts SET uses = -1",
            "UPDATE vouchers SET status = 'redeemed', used_minor_units = 301",
            "UPDATE vouchers SET status = 'issued'",
        })
        {
            Assert.ThrowsAny<Exception>(() => store.Execute(sql));
        }
    }

    private static Campaign Campaign(Fleet fleet, VoucherBenefit? benefit = null) => new(
        new CampaignId(fleet.NextId()),
        new OperatorId("acme"),
        "A film after noodles",
        new Funder(FunderKind.Merchant, "film"),
        benefit ?? new VoucherBenefit.Amount(Fleet.Usd(300)),
        VoucherScope.Anything,
        new VoucherLimits(Fleet.Usd(1_000_000), null, null, null, null),
        Now - TimeSpan.FromDays(1),
        Now + TimeSpan.FromDays(30),
        null,
        false,
        null,
        false);

    /// <summary>A quote that begins a journey and holds vouchers.</summary>
    private static QuoteHold Held(Fleet fleet, CustomerId customer, params (CampaignId Campaign, Voucher Voucher)[] vouchers)
    {
        var quote = new QuoteId(fleet.NextId());
        return new QuoteHold(
            [.. vouchers.Select(one => (one.Campaign, new VoucherCommand.Take(one.Voucher.Id, quote.Value, customer, Fleet.Usd(300), Soon, false)))],
            new QuoteTouch(quote, new JourneyId(fleet.NextId()), new MarketId("nyc"), JourneySource.Portal, Now));
    }

    private static void Equal(CampaignAccount expected, CampaignAccount actual)
    {
        Assert.Equal(VoucherRows.Body(expected.Campaign), VoucherRows.Body(actual.Campaign));
        Assert.Equal(expected with { Campaign = actual.Campaign }, actual);
    }

    private static CustomerId Customer(Fleet fleet) => new(fleet.NextId());

    private static VoucherCode Code(Fleet fleet) => VoucherCode.Of(fleet.NextId().ToByteArray().AsSpan(0, VoucherCode.RandomBytes));

    private static VoucherCommand.Issue IssueOf(Fleet fleet, CustomerId? holder, string? reference) => new(new VoucherId(fleet.NextId()), Code(fleet), holder, VoucherSource.Job, reference, Now);

    private static async Task<CampaignId> Add(StoreUnderTest store, Campaign campaign) => (await store.Done(store.Vouchers.Add(CampaignAccount.Of(campaign, null, Now), default))).Campaign.Id;

    private static async Task<Voucher> Issue(StoreUnderTest store, Fleet fleet, CampaignId campaign, CustomerId holder, string? reference) =>
        (await Run(store, campaign, IssueOf(fleet, holder, reference)))[0].After!;

    private static async Task<ImmutableArray<VoucherOutcome>> Run(StoreUnderTest store, CampaignId campaign, params VoucherCommand[] commands) =>
        await store.Done(store.Vouchers.Run(campaign, [.. commands], Now, default));

    private static async Task Expect(StoreUnderTest store, CampaignId campaign, long spent, long held, int uses, int issued)
    {
        var account = (await store.Vouchers.Find(campaign, default))!;
        Assert.Equal((spent, held, uses, issued), (account.Spent.MinorUnits, account.Held.MinorUnits, account.Uses, account.Issued));
    }
}
