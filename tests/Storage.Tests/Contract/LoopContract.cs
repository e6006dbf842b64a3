using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Ratings;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store promises of journeys: whatever is said twice counts once, and each figure is what one counts by hand.</summary>
public abstract class LoopContract
{
    private static readonly DateTimeOffset Monday = new(2013, 1, 7, 0, 0, 0, TimeSpan.Zero);
    private static readonly MarketId Nyc = new("nyc");

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Touch_SaidAgain_IsTheFirstAndAJourneyIsKnownFromThenOn()
    {
        using var store = Open();
        var fleet = new Fleet();
        var touch = new JourneyTouch(
            fleet.NextId(), Journey(fleet), Nyc, JourneySource.Qr, new CampaignId(fleet.NextId()), new MerchantId(fleet.NextId()), new StoreId(fleet.NextId()), "door-2", Monday);
        Assert.False(await store.Journeys.Knows(touch.Journey, default));
        Assert.Equal(touch.Journey, await store.Done(store.Journeys.Touch(touch, default)));
        Assert.Equal(touch.Journey, await store.Done(store.Journeys.Touch(touch with { Journey = Journey(fleet), Source = JourneySource.Link }, default)));
        Assert.True(await store.Journeys.Knows(touch.Journey, default));
        var row = Assert.Single(await store.Loop.Funnel(Nyc, Monday, Monday.AddTicks(1), false, default));
        Assert.Equal(new FunnelRow("qr", 1, 0, 0, 0, 0, 0, 0), row);
        Assert.Equal(touch.Campaign!.Value.ToString(), Assert.Single(await store.Loop.Funnel(Nyc, Monday, Monday.AddTicks(1), true, default)).Key);
        Assert.Empty(await store.Loop.Funnel(Nyc, Monday.AddTicks(1), Monday.AddDays(1), false, default));
        Assert.Empty(await store.Loop.Funnel(Nyc, Monday.AddDays(-1), Monday, false, default));
        Assert.Empty(await store.Loop.Funnel(new MarketId("sf"), Monday, Monday.AddDays(1), false, default));
        if (store.IsDurable)
        {
            store.Reopen();
            Assert.True(await store.Journeys.Knows(touch.Journey, default));
        }
    }

    [ContractFact]
    public async Task Quote_AndItsJob_CountForTheLatestTouchBeforeIt()
    {
        using var store = Open();
        var fleet = new Fleet();
        var journey = Journey(fleet);
        var campaign = new CampaignId(fleet.NextId());
        await Touch(store, fleet, journey, JourneySource.Link, null, Monday);
        await Touch(store, fleet, journey, JourneySource.Campaign, campaign, Monday.AddMinutes(1));
        var order = Order(fleet, journey, Customer(fleet), Monday.AddMinutes(2));
        await Quote(store, order, null);
        await Quote(store, order, null);

        // What comes after the quote is not what brought the order.
        await Touch(store, fleet, journey, JourneySource.Search, null, Monday.AddMinutes(2));
        await store.Bring(fleet, JobStatus.Completed, order);
        Assert.Equal(
            [new FunnelRow("campaign", 1, 1, 1, 1, 1, 0, 0), new FunnelRow("link", 1, 0, 0, 0, 0, 0, 0), new FunnelRow("search", 1, 0, 0, 0, 0, 0, 0)],
            (await store.Loop.Funnel(Nyc, Monday, Monday.AddDays(1), false, default)).ToArray());
        Assert.Equal(
            [new FunnelRow(string.Empty, 2, 0, 0, 0, 0, 0, 0), new FunnelRow(campaign.ToString(), 1, 1, 1, 1, 1, 0, 0)],
            (await store.Loop.Funnel(Nyc, Monday, Monday.AddDays(1), true, default)).ToArray());
    }

    [ContractFact]
    public async Task Quote_ThatBeginsAJourney_IsItsTouch()
    {
        using var store = Open();
        var fleet = new Fleet();
        var journey = Journey(fleet);
        var first = Order(fleet, journey, Customer(fleet), Monday);
        Assert.False(await store.Journeys.Knows(journey, default));
        await Quote(store, first, JourneySource.Portal);
        await Quote(store, first, JourneySource.Portal);
        Assert.True(await store.Journeys.Knows(journey, default));

        // The next goes on with it, and the one after a later touch counts for that.
        await Quote(store, Order(fleet, journey, first.Customer, Monday.AddMinutes(1)), null);
        await Touch(store, fleet, journey, JourneySource.Link, null, Monday.AddMinutes(2));
        await Quote(store, Order(fleet, journey, first.Customer, Monday.AddMinutes(3)), null);
        await store.Bring(fleet, JobStatus.Completed, first);
        Assert.Equal(
            [new FunnelRow("link", 1, 1, 0, 0, 0, 0, 0), new FunnelRow("portal", 1, 2, 1, 1, 1, 0, 0)],
            (await store.Loop.Funnel(Nyc, Monday, Monday.AddDays(1), false, default)).ToArray());

        // A quote of a journey that nobody began is not counted.
        await Quote(store, Order(fleet, Journey(fleet), first.Customer, Monday), null);
        Assert.Equal(3, (await store.Loop.Funnel(Nyc, Monday, Monday.AddDays(1), false, default)).Sum(row => row.Quotes));
    }

    [ContractFact]
    public async Task Job_WithoutAJourney_LeavesNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        await store.Bring(fleet, JobStatus.Completed, fleet.Order(Monday));
        Assert.Empty(await store.Loop.Funnel(Nyc, Monday, Monday.AddDays(1), false, default));
        Assert.Empty(await store.Loop.Cohorts(Nyc, Monday, 4, default));
    }

    [ContractFact]
    public async Task Figures_OfAnyHistory_AreWhatOneCountsByHand()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            using var store = Open();
            var history = await History.Play(store, seed);
            foreach (var (from, to) in new[] { (Monday, Monday.AddDays(70)), (Monday.AddDays(9), Monday.AddDays(23)) })
            {
                foreach (var byCampaign in new[] { false, true })
                {
                    Assert.Equal(history.Funnel(from, to, byCampaign), (await store.Loop.Funnel(Nyc, from, to, byCampaign, default)).AsEnumerable());
                }
            }

            var cohorts = await store.Loop.Cohorts(Nyc, Monday, 10, default);
            Assert.Equal(history.Cohorts(10).Select(Words), cohorts.Select(Words));
            Assert.NotEmpty(cohorts);
        }
    }

    [ContractFact]
    public async Task Campaign_Figures_AreTheTransfersOfItsDiscountsAndTheJobsBooks()
    {
        using var store = Open();
        var fleet = new Fleet(7);
        var (mine, other) = (await Campaign(store, fleet, FunderKind.Merchant), await Campaign(store, fleet, FunderKind.Platform));
        var customer = Customer(fleet);
        var jobs = new List<Job>();
        foreach (var (at, vouchers, until) in new[]
        {
            (0, new[] { mine }, JobStatus.Completed), (1, [mine, other], JobStatus.Completed), (2, [other], JobStatus.Completed), (3, [other, mine], JobStatus.Completed), (4, [mine], JobStatus.Matching),
        })
        {
            var order = Order(fleet, Journey(fleet), customer, Monday.AddHours(at));
            var held = ImmutableArray.CreateBuilder<OrderedVoucher>();
            foreach (var campaign in vouchers)
            {
                var voucher = await Issue(store, fleet, campaign, customer, VoucherSource.Link, $"{at}:{campaign.Id}");
                held.Add(new OrderedVoucher(voucher, campaign.Id, Fleet.Usd(50 + at), campaign.Funder));
                await Run(store, campaign, order.RequestedAt, new VoucherCommand.Take(voucher, order.Quote.Value, customer, Fleet.Usd(50 + at), Monday.AddDays(2), true), new VoucherCommand.Keep(voucher, order.Quote.Value));
            }

            order = order with
            {
                Journey = at == 2 ? null : order.Journey,
                Vouchers = held.ToImmutable(),
                QuotedFare = new Fare(order.QuotedFare.Lines.AddRange(held.Select(one => new FareLine(FareLineKind.Discount, -one.Amount, one.Funder))), order.QuotedFare.Currency),
            };
            Assert.True(VoucherUses.Fit(order));
            var job = await store.Bring(fleet, until, order);
            jobs.Add(job);
            foreach (var (voucher, used) in VoucherUses.Of(order, job.FinalFare))
            {
                if (!used.IsZero)
                {
                    await Run(store, vouchers.Single(campaign => campaign.Id == voucher.Campaign), Monday.AddHours(at), new VoucherCommand.Redeem(voucher.Voucher, order.Quote.Value, used));
                }
            }
        }

        // The third job earns one of the first campaign's; another was never used, and one taken back.
        var earned = jobs[2];
        await Issue(store, fleet, mine, customer, VoucherSource.Job, earned.Id.ToString());
        await Issue(store, fleet, mine, customer, VoucherSource.Link, "unused", Monday.AddDays(-3));
        await Run(store, mine, Monday, new VoucherCommand.Void(await Issue(store, fleet, mine, customer, VoucherSource.Link, "void")));
        var now = Monday.AddDays(1);
        var figures = await store.Loop.Figures(mine.Id, now, default);
        Assert.Equal((2L, 3L, 1L, 1L, 7L), (figures.Open, figures.Used, figures.Expired, figures.Voided, figures.Issued));
        var cost = Assert.Single(figures.Costs);
        Assert.Equal(("merchant/" + mine.Funder.Id, (await store.Vouchers.Find(mine.Id, default))!.Spent.MinorUnits), (cost.Funder, cost.MinorUnits));
        Assert.Equal(50 + 51 + 53, cost.MinorUnits);
        await Expect([jobs[0], jobs[1], jobs[3]], Assert.Single(figures.UsedBy));
        await Expect([earned], Assert.Single(figures.EarnedBy));
        if (store.IsDurable)
        {
            // What was ordered before the read model was there is taken over by the migration.
            store.Execute("DELETE FROM job_vouchers");
            Assert.Empty((await store.Loop.Figures(mine.Id, now, default)).Costs);
            store.Execute(TakenOver(store));
            var again = await store.Loop.Figures(mine.Id, now, default);
            Assert.Equal(figures.Costs.ToArray(), again.Costs);
            await Expect([jobs[0], jobs[1], jobs[3]], Assert.Single(again.UsedBy));
        }

        var nothing = await store.Loop.Figures(new CampaignId(fleet.NextId()), now, default);
        Assert.True(nothing is { Issued: 0, Costs.IsEmpty: true, UsedBy.IsEmpty: true, EarnedBy.IsEmpty: true });

        async Task Expect(IEnumerable<Job> of, CampaignJobs told)
        {
            var moves = new List<BookMove>();
            foreach (var job in of)
            {
                moves.AddRange((await store.Ledger.OfJob(job.Id, default)).Select(BookMove.Of));
            }

            var expected = JobEconomics.Of(moves);
            Assert.Equal(("USD", of.Count()), (told.Currency, (int)told.Jobs));
            Assert.Equal((expected.Gross, expected.PlatformMargin, expected.Captured), (told.Economics.Gross, told.Economics.PlatformMargin, told.Economics.Captured));
            Assert.Equal(expected.Discounts.AsEnumerable(), told.Economics.Discounts);
            Assert.Equal(expected.Accounts.AsEnumerable(), told.Economics.Accounts);
        }
    }

    [ContractFact]
    public async Task Timeline_PageByPage_HasEveryMomentOfTheCustomerOnceTheLatestFirst()
    {
        using var store = Open();
        var fleet = new Fleet(3);
        var customer = Customer(fleet);
        var campaign = await Campaign(store, fleet, FunderKind.Merchant);
        var journey = Journey(fleet);
        var first = await store.Bring(fleet, JobStatus.Completed, Order(fleet, journey, customer, Monday));
        await store.Done(store.Ratings.Add(new JobRating(first.Id, customer, first.Assignment!.Provider, 4, null, Monday.AddMinutes(5)), default));
        var voucher = await Issue(store, fleet, campaign, customer, VoucherSource.Job, first.Id.ToString(), Monday.AddMinutes(3), journey);
        var canceled = await store.Bring(fleet, JobStatus.Matching, Order(fleet, journey, customer, Monday.AddMinutes(10)));
        await store.Commit(fleet.Commit(canceled, new JobCommand.CancelByCustomer(CancelReason.Unspecified), Monday.AddMinutes(11)));
        await store.Bring(fleet, JobStatus.Completed, Order(fleet, journey, Customer(fleet), Monday));
        var expected = new[]
        {
            (MomentKind.VoucherExpired, voucher.Value), (MomentKind.Ended, canceled.Id.Value), (MomentKind.Ordered, canceled.Id.Value), (MomentKind.Rated, first.Id.Value),
            (MomentKind.VoucherIssued, voucher.Value), (MomentKind.Completed, first.Id.Value), (MomentKind.Ordered, first.Id.Value),
        };
        var now = Monday.AddDays(30);
        foreach (var limit in new[] { 1, 2, 100 })
        {
            var all = new List<CustomerMoment>();
            ImmutableArray<CustomerMoment> page;
            do
            {
                page = await store.Loop.Timeline(customer, now, all is [.., var last] ? new MomentCursor(last.At, last.Key) : null, limit, default);
                all.AddRange(page);
            }
            while (page.Length == limit);

            Assert.Equal(expected, all.Select(moment => (moment.Kind, moment.Subject)));
            Assert.All(all, moment => Assert.Equal(journey.Value, moment.Journey));
            Assert.Equal(("canceled_by_customer", 4L), (all[1].Detail, all[3].Count));
            Assert.Equal((first.Id.Value, campaign.Name), (all[4].Job, all[4].Detail));
            Assert.Equal(first.Payment.Captured.MinorUnits, all[5].MinorUnits);
        }

        Assert.Equal(MomentKind.Ended, (await store.Loop.Timeline(customer, Monday.AddMinutes(12), null, 1, default))[0].Kind);
        Assert.Empty(await store.Loop.Timeline(Customer(fleet), now, null, 10, default));
    }

    [ContractFact]
    public async Task Suggestion_ManyAtOnce_NeverMoreThanTheCapsAndOnlyToWhoWantsThem()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (customer, campaign) = (Customer(fleet), new CampaignId(fleet.NextId()));
        Suggestion At(DateTimeOffset at, JobId? job = null) => new(fleet.NextId(), customer, Nyc, campaign, null, Journey(fleet), job, at);
        ValueTask<bool> Add(Suggestion suggestion) => store.Suggestions.Add(suggestion, TimeSpan.FromHours(24), 3, default);
        Assert.False(await store.Suggestions.Wants(customer, default));
        Assert.False(await store.Done(Add(At(Monday))));
        await store.Done(store.Suggestions.Prefer(customer, true, Monday, default));
        Assert.True(await store.Suggestions.Wants(customer, default));
        var asked = Enumerable.Range(0, 10).Select(_ => Add(At(Monday)).AsTask()).ToList();
        store.Flush();
        Assert.Single(await Task.WhenAll(asked), made => made);
        Assert.False(await store.Done(Add(At(Monday.AddHours(24).AddTicks(-1)))));

        // The end of a job suggests once, however late it is heard of again.
        var job = new JobId(fleet.NextId());
        var second = At(Monday.AddHours(24), job);
        Assert.True(await store.Done(Add(second)));
        Assert.False(await store.Done(Add(At(Monday.AddHours(72), job))));
        Assert.True(await store.Done(Add(At(Monday.AddHours(72)))));
        Assert.False(await store.Done(Add(At(Monday.AddHours(120)))));
        Assert.True(await store.Done(Add(At(Monday.AddDays(7)))));
        await store.Done(store.Suggestions.Prefer(customer, false, Monday, default));
        Assert.False(await store.Done(Add(At(Monday.AddDays(30)))));

        Assert.Equal(second, await store.Suggestions.Find(second.Id, default));
        Assert.Null(await store.Suggestions.Find(fleet.NextId(), default));
        var touch = new JourneyTouch(fleet.NextId(), second.Journey, Nyc, JourneySource.Campaign, campaign, null, null, null, Monday.AddHours(25));
        await store.Done(store.Suggestions.Follow(second.Id, touch, default));
        await store.Done(store.Suggestions.Follow(second.Id, touch with { At = Monday.AddHours(30) }, default));
        Assert.Equal(second with { FollowedAt = touch.At }, await store.Suggestions.Find(second.Id, default));
        Assert.True(await store.Journeys.Knows(second.Journey, default));
        var figures = await store.Loop.Figures(campaign, Monday, default);
        Assert.Equal((4L, 1L), (figures.Suggested, figures.Followed));
        Assert.Equal(1, (await store.Loop.Funnel(Nyc, Monday, Monday.AddDays(9), true, default)).Sum(row => row.Touches));
    }

    private static string TakenOver(StoreUnderTest store)
    {
        var migration = SqlResources.Text(store is Sqlite.SqliteUnderTest ? "Sqlite/Migrations/0019_journeys.sql" : "Postgres/Migrations/0017_journeys.sql");
        var begin = migration.IndexOf("INSERT INTO job_vouchers", StringComparison.Ordinal);
        return migration[begin..migration.IndexOf(';', begin)];
    }

    private static JourneyId Journey(Fleet fleet) => new(fleet.NextId());

    private static CustomerId Customer(Fleet fleet) => new(fleet.NextId());

    private static JobOrder Order(Fleet fleet, JourneyId journey, CustomerId customer, DateTimeOffset at) => fleet.Order(at) with { Journey = journey, Customer = customer };

    private static async Task Touch(StoreUnderTest store, Fleet fleet, JourneyId journey, JourneySource source, CampaignId? campaign, DateTimeOffset at) =>
        await store.Done(store.Journeys.Touch(new JourneyTouch(fleet.NextId(at), journey, Nyc, source, campaign, null, null, null, at), default));

    private static async Task Quote(StoreUnderTest store, JobOrder order, JourneySource? begins) => await store.Done(store.Journeys.Quoted(QuoteOf(order), begins, order.RequestedAt, default));

    private static Quote QuoteOf(JobOrder order) => new(
        order.Quote, order.Operator, order.Market, order.ServiceClass, null, order.Customer, order.Stops, order.Load, null, order.QuotedFare, order.QuotedDistance, order.QuotedDuration, order.Terms,
        order.RequestedAt + TimeSpan.FromMinutes(5), Journey: order.Journey);

    private static async Task<Campaign> Campaign(StoreUnderTest store, Fleet fleet, FunderKind funder)
    {
        var campaign = new Campaign(
            new CampaignId(fleet.NextId()), new OperatorId("acme"), "Off", funder == FunderKind.Platform ? Funder.Platform : new Funder(funder, fleet.NextId().ToString("N")),
            new VoucherBenefit.Amount(Fleet.Usd(300)), VoucherScope.Anything, new VoucherLimits(Fleet.Usd(9_000), null, null, null, null), Monday.AddDays(-9), Monday.AddDays(90), TimeSpan.FromDays(3), true, null, false);
        await store.Done(store.Vouchers.Add(CampaignAccount.Of(campaign, null, Monday), default));
        return campaign;
    }

    private static async Task<VoucherId> Issue(
        StoreUnderTest store, Fleet fleet, Campaign campaign, CustomerId customer, VoucherSource source, string reference, DateTimeOffset? at = null, JourneyId? journey = null)
    {
        var id = new VoucherId(fleet.NextId());
        await Run(store, campaign, at ?? Monday, new VoucherCommand.Issue(id, VoucherCode.Of(fleet.NextId().ToByteArray().AsSpan(0, VoucherCode.RandomBytes)), customer, source, reference, at ?? Monday, journey));
        return id;
    }

    private static async Task Run(StoreUnderTest store, Campaign campaign, DateTimeOffset now, params VoucherCommand[] commands) =>
        Assert.All(await store.Done(store.Vouchers.Run(campaign.Id, [.. commands], now, default)), outcome => Assert.Null(outcome.Rejection));

    private static string Words(Cohort cohort) => $"{cohort.Week}: {cohort.Customers}, {string.Join(' ', cohort.Again)}";

    /// <summary>A history of journeys from a seed, written to a store and kept beside it.</summary>
    private sealed class History
    {
        private static readonly JourneySource[] Sources = [JourneySource.Link, JourneySource.Qr, JourneySource.Campaign];
        private readonly List<(JourneySource Source, CampaignId? Campaign, DateTimeOffset At)> _touches = [];
        private readonly List<(JourneySource Source, CampaignId? Campaign, DateTimeOffset At)> _quotes = [];
        private readonly List<Ordered> _jobs = [];

        public static async Task<History> Play(StoreUnderTest store, int seed)
        {
            var (history, fleet, random) = (new History(), new Fleet(seed), new Random(seed));
            CampaignId[] campaigns = [new(fleet.NextId()), new(fleet.NextId())];
            var customers = Enumerable.Range(0, 6).Select(_ => Customer(fleet)).ToArray();
            for (var i = 0; i < 40; i++)
            {
                var at = Monday.AddMinutes(random.Next(70 * 24 * 60));
                var source = Sources[random.Next(Sources.Length)];
                CampaignId? campaign = source == JourneySource.Campaign ? campaigns[random.Next(campaigns.Length)] : null;
                var order = Order(fleet, Journey(fleet), customers[random.Next(customers.Length)], at);
                var touch = new JourneyTouch(fleet.NextId(at), order.Journey!.Value, Nyc, source, campaign, null, null, null, at);
                history._touches.Add((source, campaign, at));
                var isTouchAlone = random.Next(5) == 0;
                if (isTouchAlone || campaign is not null)
                {
                    await store.Done(store.Journeys.Touch(touch, default));
                }

                if (isTouchAlone)
                {
                    continue;
                }

                // A touch of a campaign was before the quote; any other is the quote that begins the journey.
                await Quote(store, order, campaign is null ? source : null);
                await Quote(store, order, campaign is null ? source : null);
                history._quotes.Add((source, campaign, at));
                if (random.Next(4) == 0)
                {
                    continue;
                }

                var job = await store.Bring(fleet, random.Next(3) == 0 ? JobStatus.Matching : JobStatus.Completed, order);
                var rated = job.Status == JobStatus.Completed && random.Next(2) == 0;
                if (rated)
                {
                    await store.Done(store.Ratings.Add(new JobRating(job.Id, order.Customer, job.Assignment!.Provider, 5, null, at.AddDays(1)), default));
                    await store.Done(store.Ratings.Add(new JobRating(job.Id, order.Customer, job.Assignment!.Provider, 1, null, at.AddDays(2)), default));
                }

                history._jobs.Add(new Ordered(source, campaign, order.Customer, at, job.EndedAt, rated));
            }

            return history;
        }

        public IEnumerable<FunnelRow> Funnel(DateTimeOffset from, DateTimeOffset to, bool byCampaign)
        {
            string Key(JourneySource source, CampaignId? campaign) => byCampaign ? campaign?.ToString() ?? string.Empty : source.ToString().ToLowerInvariant();
            bool In(DateTimeOffset? at) => at >= from && at < to;
            var keys = _touches.Select(one => Key(one.Source, one.Campaign)).Distinct().Order(StringComparer.Ordinal);
            foreach (var key in keys)
            {
                var done = _jobs.Where(job => Key(job.Source, job.Campaign) == key && In(job.Completed)).ToList();
                var firsts = done.Where(job => job == FirstOf(job.Customer)).ToList();
                var row = new FunnelRow(
                    key,
                    _touches.Count(one => Key(one.Source, one.Campaign) == key && In(one.At)),
                    _quotes.Count(one => Key(one.Source, one.Campaign) == key && In(one.At)),
                    _jobs.Count(job => Key(job.Source, job.Campaign) == key && In(job.At)),
                    done.Count,
                    firsts.Count,
                    firsts.Count(first => _jobs.Exists(job => job != first && job.Customer == first.Customer && job.Completed >= first.Completed && job.Completed <= first.Completed + TimeSpan.FromDays(30))),
                    done.Count(job => job.Rated));
                if (row != new FunnelRow(key, 0, 0, 0, 0, 0, 0, 0))
                {
                    yield return row;
                }
            }
        }

        public IEnumerable<Cohort> Cohorts(int weeks)
        {
            var firsts = _jobs.Where(job => job.Completed is not null).Select(job => job.Customer).Distinct().Select(FirstOf).ToList();
            for (var week = 0; week < weeks; week++)
            {
                var (from, to) = (Monday.AddDays(7 * week), Monday.AddDays(7 * (week + 1)));
                var these = firsts.Where(first => first!.Completed >= from && first.Completed < to).ToList();
                if (these.Count > 0)
                {
                    yield return new Cohort(week, these.Count, [.. Enumerable.Range(0, Cohort.Weeks).Select(after => (long)these.Count(first => _jobs.Exists(
                        job => job != first && job.Customer == first!.Customer && job.Completed >= first.Completed!.Value.AddDays(7 * after) && job.Completed < first.Completed!.Value.AddDays(7 * (after + 1)))))]);
                }
            }
        }

        private Ordered? FirstOf(CustomerId customer) => _jobs.Where(job => job.Customer == customer && job.Completed is not null).MinBy(job => job.Completed);

        private sealed record Ordered(JourneySource Source, CampaignId? Campaign, CustomerId Customer, DateTimeOffset At, DateTimeOffset? Completed, bool Rated);
    }
}
