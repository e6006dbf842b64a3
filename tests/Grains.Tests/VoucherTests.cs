using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Vouchers from the quote to the books: reserved, held by the order, used with its completion or given back, and earned.</summary>
public sealed class VoucherTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static readonly Funder Film = new(FunderKind.Merchant, "film");

    private GrainHost Host => silo.Host;

    private IVoucherStore Store => Host.Services.GetRequiredService<IVoucherStore>();

    private VoucherDesk Desk => Host.Services.GetRequiredService<VoucherDesk>();

    [Fact]
    public async Task Job_OnAQuoteWithAVoucher_UsesItAtItsCompletionAndTheFunderPaysThat()
    {
        var market = await Host.Market();
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(300)), earned: true);
        var customer = await market.Customer();
        var voucher = await Issue(campaign, customer);
        var quote = await Quote(market, customer);
        Assert.Equal(voucher, Assert.Single(quote.Held).Voucher.Voucher.Id.Value);
        Assert.Equal(campaign, Assert.Single(quote.Earns).Id);
        var fare = quote.Reply.Quote!.Fare;
        Assert.Equal((Scenarios.Usd(-300), Film), (fare.Discounts, fare.Lines[^1].Funder));
        Assert.Equal(VoucherStatus.Held, (await Voucher(voucher)).Status);

        var job = await Order(market, customer, quote);
        await Host.Until(async () => (await Voucher(voucher)).Hold is { Until: null }, "the job keeps the voucher");
        var provider = await market.Provider(0, 0);
        Assert.True((await provider.Accept(job)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        Assert.True((await provider.Step(job, JobStep.Start)).Done);
        Assert.True((await provider.Step(job, JobStep.Complete)).Done);
        var view = await job.Paid(PaymentState.Captured);
        Assert.Equal(fare.Total.MinorUnits, view.CapturedMinorUnits);
        await Host.Until(async () => (await Voucher(voucher)).Status == VoucherStatus.Redeemed, "the voucher is redeemed");
        Assert.Equal(Scenarios.Usd(300), (await Voucher(voucher)).Used);
        await Host.Until(async () => (await Store.Of(new CustomerId(customer), null, 10, default)).Length == 2, "the job has earned another");
        var earned = Assert.Single(await Store.Of(new CustomerId(customer), null, 10, default), one => one.Voucher.Id.Value != voucher).Voucher;
        Assert.Equal((VoucherSource.Job, job.Id.ToString("N")), (earned.Source, earned.Reference));
        Assert.Equal(Scenarios.Usd(300), (await Store.Find(campaign, default))!.Spent);

        // The funder owes exactly that; the job's transfers sum to nothing by construction.
        var transfers = await Host.Services.GetRequiredService<ILedgerReader>().OfJob(new JobId(job.Id), default);
        Assert.Equal(300, transfers.Where(transfer => transfer.Debit.Kind == AccountKind.PromotionFunder).Sum(transfer => transfer.Amount.MinorUnits));
        Assert.Equal(0, (await Host.Services.GetRequiredService<ILedgerReader>().Verify(default)).ImbalanceMinorUnits);
    }

    [Fact]
    public async Task Job_Canceled_GivesTheVoucherBackAndEarnsNothing()
    {
        var market = await Host.Market();
        var campaign = await Campaign(market, new VoucherBenefit.Percentage(new BasisPoints(1_000), null), earned: true);
        var customer = await market.Customer();
        var voucher = await Issue(campaign, customer);
        var job = await Order(market, customer, await Quote(market, customer));
        Assert.True((await job.CancelByCustomer()).Done);
        await Host.Until(async () => (await Voucher(voucher)).Status == VoucherStatus.Issued, "the voucher is given back");
        await Host.Until(async () => await Store.Find(campaign, default) is { Held.IsZero: true, Uses: 0 }, "nothing of the campaign is held");
        Assert.Single(await Store.Of(new CustomerId(customer), null, 10, default));
    }

    [Fact]
    public async Task Job_WhosePaymentIsDeclined_GivesTheVoucherBack()
    {
        var market = await Host.Market();
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(100)));
        var customer = await market.Customer(TestMethods.Declines);
        var voucher = await Issue(campaign, customer);
        var job = await Order(market, customer, await Quote(market, customer));
        await job.In(JobState.Failed);
        await Host.Until(async () => (await Voucher(voucher)).Status == VoucherStatus.Issued, "the voucher is given back");
    }

    /// <summary>The whole price is the funder's: nothing is held on a card, and the job goes its way.</summary>
    [Fact]
    public async Task Job_ThatAVoucherPaysInWhole_IsDoneWithoutACardAndChargesTheFunderThePrice()
    {
        var market = await Host.Market();
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(90_000)));
        var customer = await market.Customer();
        var voucher = await Issue(campaign, customer);
        var quote = await Quote(market, customer);
        Assert.True(quote.Reply.Quote!.Fare.Total.IsZero);
        var job = await Order(market, customer, quote);
        var provider = await market.Provider(0, 0);
        Assert.True((await provider.Accept(job)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        Assert.True((await provider.Step(job, JobStep.Start)).Done);
        Assert.True((await provider.Step(job, JobStep.Complete)).Done);
        await Host.Until(async () => (await Voucher(voucher)).Status == VoucherStatus.Redeemed, "the voucher is redeemed");
        Assert.Equal(quote.Reply.Quote.Fare.Gross, (await Voucher(voucher)).Used);
        Assert.Equal(quote.Reply.Quote.Fare.Gross, (await Store.Find(campaign, default))!.Spent);
    }

    [Fact]
    public async Task Quotes_OfTheSameVoucher_TheFirstThatIsOrderedHasItAndTheOtherIsToldSo()
    {
        var market = await Host.Market();
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(100)));
        var customer = await market.Customer();
        var voucher = await Issue(campaign, customer);
        var (one, other) = (await Quote(market, customer), await Quote(market, customer));
        Assert.Single(other.Held);
        var job = await Order(market, customer, one);
        var command = new RequestJob(Host.Stamp(), Host.NewId(), customer, other.Reply.Token!, string.Empty);
        var refused = await Host.Grains.GetGrain<ICustomerGrain>(customer.ToString("N")).RequestJob(command, default);
        Assert.Equal(Rejection.VoucherNotHeld, refused.Rejection);
        Assert.Equal(one.Reply.Quote!.Id.Value, (await Voucher(voucher)).Hold!.By);
        Assert.Empty((await Quote(market, customer)).Held);

        // The same order again is the same job, whatever became of the voucher.
        var again = await Host.Grains.GetGrain<ICustomerGrain>(customer.ToString("N")).RequestJob(job.Command, default);
        Assert.True(again.Done);
    }

    /// <summary>Two vouchers for a first order and two quotes: the order that comes first is the first, whatever the other quote says.</summary>
    [Fact]
    public async Task Quotes_OfTwoVouchersForAFirstOrder_OneIsOrdered()
    {
        var market = await Host.Market();
        var scope = VoucherScope.Anything with { Markets = [market.Definition.Id], FirstTimeOnly = true };
        var (a, b) = (await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(200)), scope: scope), await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(300)), scope: scope));
        var customer = await market.Customer();
        var (first, second) = (await Issue(a, customer), await Issue(b, customer));
        var (one, other) = (await Quote(market, customer, first.ToString("N")), await Quote(market, customer, second.ToString("N")));
        Assert.Equal((first, second), (Assert.Single(one.Held).Voucher.Voucher.Id.Value, Assert.Single(other.Held).Voucher.Voucher.Id.Value));
        var job = await Order(market, customer, one);
        var command = new RequestJob(Host.Stamp(), Host.NewId(), customer, other.Reply.Token!, string.Empty);
        var refused = await Host.Grains.GetGrain<ICustomerGrain>(customer.ToString("N")).RequestJob(command, default);
        Assert.Equal(Rejection.VoucherNotHeld, refused.Rejection);
        Assert.Contains("not_the_first_time", refused.Detail, StringComparison.Ordinal);

        // A quote says so too, as long as the order is under way; when it ends without being completed the next is the first.
        Assert.Empty((await Quote(market, customer)).Held);
        Assert.Equal("not_the_first_time", (await Quote(market, customer, second.ToString("N"))).Refusal);
        Assert.True((await job.CancelByCustomer()).Done);
        await Host.Until(async () => (await Voucher(first)).Status == VoucherStatus.Issued, "the voucher is given back");
        await Order(market, customer, await Quote(market, customer, second.ToString("N")));
    }

    [Fact]
    public async Task Quote_WithoutCampaignOrUnwanted_IsWhatItWasWithoutVouchers()
    {
        var market = await Host.Market();
        var customer = await market.Customer();
        var plain = market.Quote(customer, TestMarket.Wire(1, 0), TestMarket.Wire(9, 9)).Quote!;
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(100)), scope: VoucherScope.Anything with { Markets = [new MarketId("elsewhere")] });
        var elsewhere = await Issue(campaign, customer);
        var quote = (await Quote(market, customer)).Reply.Quote!;
        Assert.Equal(plain.Fare, quote.Fare);
        Assert.True(quote.Vouchers is null && quote.Earns is null);
        var usable = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(100)));
        var voucher = await Issue(usable, customer);
        Assert.Null((await Quote(market, customer, VoucherDesk.None)).Reply.Quote!.Vouchers);
        Assert.Equal(VoucherStatus.Issued, (await Voucher(voucher)).Status);
        Assert.Equal("not_for_this", (await Quote(market, customer, elsewhere.ToString("N"))).Refusal);
        Assert.Equal("code_unknown", (await Quote(market, await market.Customer(), voucher.ToString("N"))).Refusal);
        Assert.Equal(voucher, Assert.Single((await Quote(market, customer, voucher.ToString("N"))).Held).Voucher.Voucher.Id.Value);
    }

    [Fact]
    public async Task Code_EnteredByMany_GivesEachOneVoucher_AndGuessesEnd()
    {
        var market = await Host.Market();
        var code = VoucherCode.Of(Host.NewId().ToByteArray().AsSpan(9, VoucherCode.RandomBytes));
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(100)), code: code);
        var customer = new CustomerId(Host.NewId());
        var entries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Desk.Enter(customer, code.ToString().ToLowerInvariant(), default).AsTask()));
        Assert.Single(entries.Select(entry => entry.Voucher!.Id).Distinct());
        Assert.Equal(1, (await Store.Find(campaign, default))!.Issued);
        Assert.Equal(VoucherCodeFault.Mistyped, (await Desk.Enter(customer, code.Value[..^1] + (code.Value[^1] == '0' ? '1' : '0'), default)).Fault);
        Assert.Equal(VoucherCodeFault.LengthWrong, (await Desk.Enter(customer, "ABC", default)).Fault);

        // Many at once are counted as many.
        var guesses = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Desk.Enter(customer, VoucherCode.Of([1, 2, 3, 4, 5, 6, (byte)i]).Value, default).AsTask()));
        Assert.InRange(guesses.Count(guess => guess.Refusal == "code_unknown"), VoucherDesk.MostTries - 1, VoucherDesk.MostTries);
        Assert.Null((await Desk.Enter(customer, code.Value, default)).Voucher);
        Assert.NotNull((await Desk.Enter(new CustomerId(Host.NewId()), code.Value, default)).Voucher);
        await Store.Change(campaign, true, null, default);
        Assert.Equal("campaign_over", (await Desk.Enter(new CustomerId(Host.NewId()), code.Value, default)).Refusal);
    }

    /// <summary>A hot campaign by its grain: what comes in one moment is one transaction, and it ends exactly at its budget.</summary>
    [Fact]
    public async Task Campaign_AskedByManyAtOnce_EndsExactlyAtItsBudget()
    {
        var market = await Host.Market();
        var id = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(100)), budget: 2_550);
        var grain = Host.Grains.GetGrain<ICampaignGrain>(id.ToString());
        var issued = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => grain.Issue(new IssueVoucher(new Guid(i + 1, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7), "code", $"{i}"), default)));
        var until = Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(5);
        var takes = await Task.WhenAll(issued.Select((one, i) => grain.Take(
            new TakeVoucher(one.Voucher!.Value, one.Voucher.Value, new Guid(i + 1, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7), 100, "USD", until, true), default)));
        Assert.Equal(25, takes.Count(take => take.Refusal is null));
        Assert.Equal(["budget_spent"], takes.Select(take => take.Refusal).Where(why => why is not null).Distinct());
        Assert.Equal((2_500, 25, 200), ((await Store.Find(id, default))!.Held.MinorUnits, (await Store.Find(id, default))!.Uses, (await Store.Find(id, default))!.Issued));
    }

    [PostgresFact]
    public Task Campaign_OnPostgresAskedByManyAtOnce_EndsExactlyAtItsBudget() => silo.OnPostgres(Campaign_AskedByManyAtOnce_EndsExactlyAtItsBudget);

    /// <summary>Three jobs hold all that is left of a budget and end in one moment, while others ask for it.</summary>
    [Fact]
    public async Task Budget_WhoseLastUnitIsSpentWhileSeveralCompleteAtOnce_IsSpentExactly()
    {
        var market = await Host.Market();
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(300)), budget: 900);
        var strangers = new List<(Guid Customer, Guid Voucher)>();
        var riders = new List<(Guid Customer, Guid Voucher)>();
        foreach (var list in new[] { strangers, riders, riders, riders, strangers })
        {
            var customer = await market.Customer();
            list.Add((customer, await Issue(campaign, customer)));
        }

        var rides = new List<(TestJob Job, TestProvider Provider)>();
        foreach (var (customer, voucher) in riders)
        {
            var quote = await Quote(market, customer);
            Assert.Equal((voucher, Scenarios.Usd(300)), (Assert.Single(quote.Held).Voucher.Voucher.Id.Value, quote.Held[0].Voucher.Amount));
            var job = await Order(market, customer, quote);
            var provider = await market.Provider(0, 0);
            Assert.True((await provider.Accept(job)).Done);
            Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
            Assert.True((await provider.Step(job, JobStep.Start)).Done);
            rides.Add((job, provider));
        }

        var asked = Enumerable.Range(0, 20).Select(i => Quote(market, strangers[i % 2].Customer, strangers[i % 2].Voucher.ToString("N"))).ToList();
        Assert.All(await Task.WhenAll(rides.Select(ride => ride.Provider.Step(ride.Job, JobStep.Complete))), reply => Assert.True(reply.Done, $"{reply.Rejection}"));
        Assert.Equal(["budget_spent"], (await Task.WhenAll(asked)).Select(quote => quote.Refusal).Distinct());
        foreach (var (job, _) in rides)
        {
            await job.Paid(PaymentState.Captured);
        }

        await Host.Until(async () => await Store.Find(campaign, default) is { Held.IsZero: true }, "nothing of the campaign is held");
        var account = (await Store.Find(campaign, default))!;
        Assert.Equal((Scenarios.Usd(900), 3), (account.Spent, account.Uses));
        var ledger = Host.Services.GetRequiredService<ILedgerReader>();
        foreach (var (job, _) in rides)
        {
            Assert.Equal(300, (await ledger.OfJob(new JobId(job.Id), default)).Where(transfer => transfer.Debit.Kind == AccountKind.PromotionFunder).Sum(transfer => transfer.Amount.MinorUnits));
        }

        // Nothing is left, and the vouchers that others have stay theirs.
        foreach (var (customer, voucher) in strangers)
        {
            Assert.Equal("budget_spent", (await Quote(market, customer, voucher.ToString("N"))).Refusal);
            Assert.Equal(VoucherStatus.Issued, (await Voucher(voucher)).Status);
        }
    }

    [PostgresFact]
    public Task Budget_OnPostgresWhoseLastUnitIsSpentWhileSeveralCompleteAtOnce_IsSpentExactly() =>
        silo.OnPostgres(Budget_WhoseLastUnitIsSpentWhileSeveralCompleteAtOnce_IsSpentExactly);

    [Fact]
    public async Task Quote_OfAVoucherForAZone_UsesItWhereTheRideBeginsOrEndsThere()
    {
        AreaPolygon Box(double west, double east) => new([new GeoPoint(west, 40.74), new GeoPoint(east, 40.74), new GeoPoint(east, 40.77), new GeoPoint(west, 40.77)]);
        var market = await Host.Market(zones: new ZoneMap([new Zone("west", ZoneKind.Pricing, [Box(-74, -73.9845)]), new Zone("east", ZoneKind.Pricing, [Box(-73.9845, -73.97)])]));
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(300)), scope: VoucherScope.Anything with { Zones = ["west"] });
        var customer = await market.Customer();
        var voucher = await Issue(campaign, customer);
        Assert.Equal(voucher, Assert.Single((await Quote(market, customer)).Held).Voucher.Voucher.Id.Value);
        var east = new QuoteRequest(market.Name, "ride", customer, [TestMarket.Wire(7, 0), TestMarket.Wire(9, 9)], 1, null);
        Assert.Empty((await Desk.Quote(east, null, default)).Held);
        Assert.Equal("not_here", (await Desk.Quote(east, voucher.ToString("N"), default)).Refusal);
    }

    [Fact]
    public async Task Quote_WhereTheMarginsFloorIsReached_GivesNothingOfThePlatformsButOfOthers()
    {
        // What an order of this market leaves is far below the floor, and there is nothing else yet.
        var market = await Host.Market(leastMargin: new MarginFloor(Scenarios.Usd(500), TimeSpan.FromHours(1)));
        var ofPlatform = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(300)), funder: Funder.Platform);
        var customer = await market.Customer();
        var voucher = await Issue(ofPlatform, customer);
        var plain = await Quote(market, customer);
        Assert.Empty(plain.Held);
        Assert.Equal("margin_floor_reached", (await Quote(market, customer, voucher.ToString("N"))).Refusal);
        Assert.Equal(VoucherStatus.Issued, (await Voucher(voucher)).Status);
        var ofFilm = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(250)));
        var other = await Issue(ofFilm, customer);
        Assert.Equal(other, Assert.Single((await Quote(market, customer)).Held).Voucher.Voucher.Id.Value);

        // Completed jobs leave enough after a while.
        var stranger = await market.Customer();
        var provider = await market.Provider(0, 0);
        var least = market.Definition.LeastMargin!;
        var margins = Host.Services.GetRequiredService<MarginBoard>();
        for (var jobs = 0; (await margins.Of(market.Definition.Id, least, default)).Above.MinorUnits < 300 && jobs < 15; jobs++)
        {
            var job = await Order(market, stranger, await Quote(market, stranger, VoucherDesk.None));
            Assert.True((await provider.Accept(job)).Done);
            Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
            Assert.True((await provider.Step(job, JobStep.Start)).Done);
            Assert.True((await provider.Step(job, JobStep.Complete)).Done);
            await job.Paid(PaymentState.Captured);
            var read = Host.Clock.GetUtcNow() + MarginBoard.Fresh;

            // It goes on reporting meanwhile, as providers do: whoever is silent is offered nothing.
            await Host.Until(
                async () =>
                {
                    await provider.Report(0, 0);
                    return Host.Clock.GetUtcNow() >= read;
                },
                "the margin is read anew",
                step: TimeSpan.FromSeconds(2));
        }

        Assert.Equal(voucher, Assert.Single((await Quote(market, customer, voucher.ToString("N"))).Held).Voucher.Voucher.Id.Value);
    }

    /// <summary>Quotes of many in one moment, all of them within what the market can give if each were alone: together they hold what it can give and no more, before any job is done.</summary>
    [Fact]
    public async Task Quotes_ManyAtOnce_HoldNoMoreOfTheMarginThanThereIs()
    {
        // A floor far below nothing: what is above it is known without a job.
        var market = await Host.Market(leastMargin: new MarginFloor(Scenarios.Usd(-1_000), TimeSpan.FromHours(1)));
        var campaigns = new[] { await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(700)), funder: Funder.Platform), await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(700)), funder: Funder.Platform) };
        var customers = new List<Guid>();
        for (var number = 0; number < 8; number++)
        {
            customers.Add(await market.Customer());
            await Issue(campaigns[number % 2], customers[^1]);
        }

        var quotes = await Task.WhenAll(customers.Select(customer => Quote(market, customer)));
        var held = quotes.SelectMany(quote => quote.Reply.Quote!.Vouchers ?? []).ToList();
        Assert.InRange(held.Sum(voucher => voucher.Exposed!.Value.MinorUnits), 1, 1_000);
        var least = held.Min(voucher => voucher.Exposed!.Value.MinorUnits);
        Assert.True(held.Sum(voucher => voucher.Exposed!.Value.MinorUnits) + least > 1_000, "One more would have fitted.");

        // An order keeps what its quote held; who asks then is given nothing of the platform's.
        var first = Array.FindIndex(quotes, quote => quote.Held.Length > 0);
        var job = await Order(market, customers[first], quotes[first]);
        var stranger = await market.Customer();
        var late = await Issue(campaigns[0], stranger);
        Assert.Equal("margin_floor_reached", (await Quote(market, stranger, late.ToString("N"))).Refusal);
        Assert.True((await job.CancelByCustomer()).Done);
        await Host.Until(async () => (await Quote(market, stranger, late.ToString("N"))).Held.Length == 1, "what the canceled job held is given back");
    }

    [PostgresFact]
    public Task Quotes_OnPostgresManyAtOnce_HoldNoMoreOfTheMarginThanThereIs() => silo.OnPostgres(Quotes_ManyAtOnce_HoldNoMoreOfTheMarginThanThereIs);

    /// <summary>Who came by another's link completes a first job: each has a voucher, the one of what its campaign gives; the second job gives nobody anything.</summary>
    [Fact]
    public async Task Referral_FirstJobCompleted_GivesBothAVoucherOnce()
    {
        var market = await Host.Market();
        var friend = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(100)));
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(300)), referral: new ReferralRule(friend, 5));
        var referrals = Host.Services.GetRequiredService<IReferralStore>();
        var (referrer, brought) = (await market.Customer(), await market.Customer());
        var came = new Referral(campaign, new OperatorId("acme"), new CustomerId(referrer), new CustomerId(brought), Host.Clock.GetUtcNow());
        Assert.Equal(came, await referrals.Refer(came, [market.Definition.Id], default));
        var provider = await market.Provider(0, 0);
        for (var number = 1; number <= 2; number++)
        {
            var quote = await Quote(market, brought, VoucherDesk.None);
            Assert.Equal(number == 1 ? new[] { friend } : [], quote.Earns.Select(earned => earned.Id).ToArray());
            Assert.Equal(number == 1 ? new[] { campaign } : [], (quote.Reply.Quote!.Earns ?? []).ToArray());
            var job = await Order(market, brought, quote);
            Assert.True((await provider.Accept(job)).Done);
            Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
            Assert.True((await provider.Step(job, JobStep.Start)).Done);
            Assert.True((await provider.Step(job, JobStep.Complete)).Done);
            await job.Paid(PaymentState.Captured);
            await Host.Until(async () => (await Store.Of(new CustomerId(brought), null, 10, default)).Length == 1, "who was brought has a voucher");
            var mine = Assert.Single(await Store.Of(new CustomerId(referrer), null, 10, default));
            var theirs = Assert.Single(await Store.Of(new CustomerId(brought), null, 10, default));
            Assert.Equal((campaign, friend), (mine.Campaign.Id, theirs.Campaign.Id));
            Assert.Equal((VoucherSource.Referral, VoucherSource.Referral), (mine.Voucher.Source, theirs.Voucher.Source));
        }

        Assert.Equal((1, 1), await referrals.Count(campaign, new CustomerId(referrer), default));

        // Told again, as after a crash, it is the same.
        var job2 = (await referrals.Find(new OperatorId("acme"), new CustomerId(brought), default))!.Job!.Value;
        var earn = new EarnVoucher(job2.Value, brought, market.Name, "ride", null, 100, "USD", Host.Clock.GetUtcNow());
        var again = await Host.Grains.GetGrain<ICampaignGrain>(campaign.ToString()).Earn(earn, default);
        Assert.Equal((false, referrer, friend.Value), (again!.Changed, again.Holder!.Value, again.Also!.Value));
        Assert.Null(await Host.Grains.GetGrain<ICampaignGrain>(campaign.ToString()).Earn(earn with { Job = Host.NewId() }, default));
    }

    /// <summary>The campaign rests when the first job of who was brought is completed: no voucher, and none is counted as given, so that the next one brought earns it.</summary>
    [Fact]
    public async Task Referral_WhoseVoucherIsRefused_LeavesTheCapToTheNext()
    {
        var market = await Host.Market();
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(300)), referral: new ReferralRule(null, 1));
        var referrals = Host.Services.GetRequiredService<IReferralStore>();
        var grain = Host.Grains.GetGrain<ICampaignGrain>(campaign.ToString());
        var referrer = new CustomerId(await market.Customer());
        foreach (var rests in new[] { true, false, false })
        {
            await Store.Change(campaign, rests, null, default);
            var (brought, before) = (await market.Customer(), await referrals.Count(campaign, referrer, default));
            Assert.NotNull(await referrals.Refer(new Referral(campaign, new OperatorId("acme"), referrer, new CustomerId(brought), Host.Clock.GetUtcNow()), [market.Definition.Id], default));
            var earn = new EarnVoucher(Host.NewId(), brought, market.Name, "ride", null, 100, "USD", Host.Clock.GetUtcNow());
            var (first, again) = (await grain.Earn(earn, default), await grain.Earn(earn, default));
            Assert.Equal(rests ? "campaign_over" : before.Rewarded == 1 ? "customer_cap_reached" : null, first!.Refusal);
            Assert.Equal((first.Voucher, false), (again!.Voucher, again.Changed));
            Assert.Equal((before.Referred + 1, rests ? 0 : 1), await referrals.Count(campaign, referrer, default));
        }

        Assert.Single(await Store.Of(referrer, null, 10, default));
    }

    /// <summary>What a job earned before the campaign's end is given after it, to both.</summary>
    [Fact]
    public async Task Issue_OfAnEarlierInstant_GoesByThat()
    {
        var market = await Host.Market();
        var campaign = await Campaign(market, new VoucherBenefit.Amount(Scenarios.Usd(300)));
        var (grain, now) = (Host.Grains.GetGrain<ICampaignGrain>(campaign.ToString()), Host.Clock.GetUtcNow());
        await Store.Change(campaign, null, now, default);
        var issue = new IssueVoucher(await market.Customer(), "referral", "brought:1");
        Assert.Equal("campaign_over", (await grain.Issue(issue, default)).Refusal);
        Assert.NotNull((await grain.Issue(issue with { At = now - TimeSpan.FromSeconds(1) }, default)).Voucher);
    }

    [PostgresFact]
    public Task Quote_OnPostgresWhereTheMarginsFloorIsReached_GivesNothingOfThePlatformsButOfOthers() =>
        silo.OnPostgres(Quote_WhereTheMarginsFloorIsReached_GivesNothingOfThePlatformsButOfOthers);

    private async Task<CampaignId> Campaign(
        TestMarket market, VoucherBenefit benefit, bool earned = false, VoucherScope? scope = null, long budget = 1_000_000, VoucherCode? code = null, Funder? funder = null, ReferralRule? referral = null)
    {
        var campaign = new Campaign(
            new CampaignId(Host.NewId()),
            new OperatorId("acme"),
            "Test",
            funder ?? Film,
            benefit,
            scope ?? VoucherScope.Anything with { Markets = [market.Definition.Id] },
            new VoucherLimits(Scenarios.Usd(budget), null, null, null, null),
            Host.Clock.GetUtcNow() - TimeSpan.FromHours(1),
            Host.Clock.GetUtcNow() + TimeSpan.FromDays(30),
            null,
            false,
            earned ? new EarnRule([market.Definition.Id], [], [], null) : null,
            false,
            Referral: referral);
        Assert.Empty(campaign.Faults());
        await Store.Add(CampaignAccount.Of(campaign, code, Host.Clock.GetUtcNow()), default);
        Desk.Forget();
        return campaign.Id;
    }

    private async Task<Guid> Issue(CampaignId campaign, Guid customer)
    {
        var reply = await Host.Grains.GetGrain<ICampaignGrain>(campaign.ToString()).Issue(new IssueVoucher(customer, "operator", null), default);
        Assert.Null(reply.Refusal);
        return reply.Voucher!.Value;
    }

    private async Task<Voucher> Voucher(Guid id) => (await Store.Find(new VoucherId(id), default))!;

    private async Task<VoucherQuote> Quote(TestMarket market, Guid customer, string? wanted = null) =>
        await Desk.Quote(new QuoteRequest(market.Name, "ride", customer, [TestMarket.Wire(1, 0), TestMarket.Wire(9, 9)], 1, null), wanted, default);

    private async Task<TestJob> Order(TestMarket market, Guid customer, VoucherQuote quote)
    {
        var command = new RequestJob(Host.Stamp(), Host.NewId(), customer, quote.Reply.Token!, string.Empty);
        var reply = await Host.Grains.GetGrain<ICustomerGrain>(customer.ToString("N")).RequestJob(command, default);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
        return new TestJob(market, command);
    }
}
