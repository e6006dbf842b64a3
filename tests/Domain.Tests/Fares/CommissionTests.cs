using System.Collections.Immutable;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Fares;

public sealed class CommissionTests
{
    private static readonly MerchantId Store = Scenarios.Merchant(1);
    private static readonly MerchantId Brand = Scenarios.Merchant(2);

    [Fact]
    public void Split_AnyAmountAndWeights_SumsToTheWholeAndIsFair() => Law.HoldsForChoices(24, choices =>
    {
        var weights = new int[1 + choices.Next(8)];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = choices.Of(0, 1, choices.Next(10_001), 3_333);
        }

        weights[choices.Next(weights.Length)] += 1;
        var amount = choices.Of(0L, 1L, choices.Next(1_000_000), long.MaxValue / 2);
        var parts = Rounding.Split(amount, weights);
        Assert.Equal(amount, parts.Sum());
        var whole = weights.Sum(weight => (long)weight);
        for (var i = 0; i < parts.Length; i++)
        {
            // Nobody is off their exact share by a whole unit, and who has no weight has nothing.
            var exact = (Int128)amount * weights[i];
            Assert.True(Int128.Abs(((Int128)parts[i] * whole) - exact) < whole);
            Assert.True(weights[i] > 0 || parts[i] == 0);
        }
    });

    [Fact]
    public void Split_BadInput_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.Split(-1, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.Split(1, [2, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.Split(1, [0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.Split(1, []));
    }

    [Fact]
    public void Split_EqualRemainders_GoToTheFirst() => Assert.Equal([4, 3, 3], Rounding.Split(10, [3_333, 3_333, 3_333]));

    [Fact]
    public void Settlement_AnyPlan_DividesTheGrossAndPostsWhatItSays() => Law.HoldsForChoices(40, choices =>
    {
        var plan = Plan(choices);
        var fares = Fares(choices);
        var terms = Scenarios.Terms(commission: plan) with { Fares = fares };
        var merchant = choices.Of<MerchantId?>(null, Store);
        ImmutableArray<Discount> discounts = choices.Next(2) == 0 ? [] : [new(Scenarios.Usd(1 + choices.Next(900)), choices.Of(Funder.Platform, new Funder(FunderKind.Merchant, Store.ToString())))];
        var quoted = FareMeter.Price(fares, new Metres(choices.Next(9_000)), TimeSpan.FromSeconds(choices.Next(3_000)), BasisPoints.One, discounts);
        var job = Scenarios.CompletedJob(order: Scenarios.Order(terms, quoted, merchant: merchant));
        var settlement = job.Settlement!;
        var parts = settlement.Merchants ?? [];
        Assert.Equal(job.FinalFare!.Gross, settlement.Gross);
        Assert.Equal(
            settlement.CustomerPays.MinorUnits + settlement.FundedDiscounts.Sum(discount => discount.Amount.MinorUnits),
            settlement.ProviderNet.MinorUnits + settlement.Commission.MinorUnits + settlement.Tax.MinorUnits + parts.Sum(part => part.Amount.MinorUnits));
        Assert.All([settlement.ProviderNet, settlement.Commission, settlement.Tax], part => Assert.False(part.IsNegative));
        Assert.All(parts, part => Assert.True(part.Amount.MinorUnits > 0));

        // What the ledger says of it, account by account.
        var posted = LedgerPostings.Of(job, new JobEvent.Completed(job.FinalFare!, settlement) { At = Scenarios.Now });
        Assert.Equal(posted.Length, posted.Select(transfer => transfer.Key).Distinct().Count());
        Assert.All(posted, transfer => Assert.True(transfer.Amount.MinorUnits > 0));
        var economics = JobEconomics.Of(posted.Select(BookMove.Of));
        var fee = settlement.LeadFee?.MinorUnits ?? 0;
        var tax = settlement.Tax.MinorUnits;
        Assert.Equal(job.FinalFare!.Gross.MinorUnits, economics.Gross);
        Assert.Equal(settlement.Commission.MinorUnits + fee, economics.Commission);
        Assert.Equal(settlement.ProviderNet.MinorUnits - fee + (settlement.Seller == Seller.Provider ? tax : 0), economics.ProviderNet);
        Assert.Equal(parts.Sum(part => part.Amount.MinorUnits) + (settlement.Seller == Seller.Merchant ? tax : 0), economics.MerchantNet);
        Assert.Equal(settlement.Seller is null ? tax : 0, economics.Tax);
        Assert.Equal(economics.Gross, economics.Commission + economics.ProviderNet + economics.MerchantNet + economics.Tax);
        Assert.Equal(settlement.PlatformMargin.MinorUnits, economics.PlatformMargin);
    });

    [Fact]
    public void Settlement_LeadFee_IsOwedForAJobWithoutAPriceAndForNoFee()
    {
        var plan = new CommissionPlan(BasisPoints.Zero, Scenarios.Usd(0), LeadFee: Scenarios.Usd(150));
        var free = Scenarios.CompletedJob(order: Scenarios.Order(Scenarios.Terms(commission: plan), Scenarios.Price(0)));
        Assert.Equal(Scenarios.Usd(150), free.Settlement!.LeadFee);
        var owed = Assert.Single(LedgerPostings.Of(free, new JobEvent.Completed(free.FinalFare!, free.Settlement!) { At = Scenarios.Now }));
        Assert.Equal((AccountKind.ProviderPayable, AccountKind.PlatformRevenue, 150, "lead_fee"), (owed.Debit.Kind, owed.Credit.Kind, owed.Amount.MinorUnits, owed.Cause));

        var waiting = Scenarios.ArrivedJob(order: Scenarios.Order(Scenarios.Terms(commission: plan)));
        var canceled = Scenarios.Do(waiting, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Scenarios.Now + TimeSpan.FromMinutes(4));
        Assert.Null(canceled.Settlement!.LeadFee);
    }

    [Fact]
    public void Settlement_LeadFeeOfACashJob_IsADebtBesideTheCash()
    {
        var plan = new CommissionPlan(new BasisPoints(1_000), Scenarios.Usd(0), LeadFee: Scenarios.Usd(150));
        var order = Scenarios.Order(Scenarios.Terms(commission: plan, tax: BasisPoints.Zero), Scenarios.Price(1_000)) with { PaymentMethod = JobOrder.Cash };
        var job = Scenarios.ScheduledJob(order: order);
        job = Scenarios.Do(job, Scenarios.Accept(job), Scenarios.Now + Scenarios.ToAccept);
        job = Scenarios.Do(job, new JobCommand.Arrive(Scenarios.Provider()), Scenarios.Now + Scenarios.ToArrive);
        job = Scenarios.Do(job, new JobCommand.Start(Scenarios.Provider(), null), Scenarios.Now + Scenarios.ToStart);
        var decision = JobDecisions.Decide(job, new JobCommand.Complete(Scenarios.Provider(), null), Scenarios.Now + Scenarios.ToComplete);
        long owed = 0;
        foreach (var happened in decision.Events)
        {
            job = JobEvents.Evolve(job, happened);
            foreach (var transfer in LedgerPostings.Of(job, happened))
            {
                owed += Of(transfer.Credit, transfer.Amount) - Of(transfer.Debit, transfer.Amount);
            }
        }

        // It has 10.00 in hand, of which 1.00 is the commission, and owes 1.50 for the lead.
        Assert.Equal(-250, owed);

        static long Of(LedgerAccount account, Money.Money amount) => account.Kind is AccountKind.ProviderPayable or AccountKind.CashInHand ? amount.MinorUnits : 0;
    }

    [Theory]
    [InlineData(Seller.Platform, "tax:acme")]
    [InlineData(Seller.Merchant, "merchant_payable:")]
    [InlineData(Seller.Provider, "provider_payable:")]
    public void Settlement_TheSeller_HasTheTax(Seller seller, string account)
    {
        var plan = new CommissionPlan(new BasisPoints(2_000), Scenarios.Usd(0), Seller: seller);
        var job = Scenarios.CompletedJob(order: Scenarios.Order(Scenarios.Terms(commission: plan, tax: new BasisPoints(1_000)), Scenarios.Price(1_100), merchant: Store));
        var tax = LedgerPostings.Of(job, new JobEvent.Completed(job.FinalFare!, job.Settlement!) { At = Scenarios.Now }).Single(transfer => transfer.Key.EndsWith(":tax", StringComparison.Ordinal));
        Assert.Equal(100, tax.Amount.MinorUnits);
        Assert.StartsWith(account, tax.Credit.ToString(), StringComparison.Ordinal);

        // A job of no merchant has nobody to sell it but the platform.
        var own = Scenarios.CompletedJob(order: Scenarios.Order(Scenarios.Terms(commission: plan)));
        Assert.Equal(seller == Seller.Provider ? Seller.Provider : null, own.Settlement!.Seller);
    }

    [Fact]
    public void Settlement_SplitAmongBrandStoreAndPlatform_IsPostedToEach()
    {
        var plan = new CommissionPlan(BasisPoints.One, Scenarios.Usd(0), Splits: [
            new(SplitParty.Brand, new BasisPoints(5_000), Brand), new(SplitParty.Store, new BasisPoints(3_000)), new(SplitParty.Platform, new BasisPoints(2_000))]);
        var job = Scenarios.CompletedJob(order: Scenarios.Order(Scenarios.Terms(commission: plan, tax: BasisPoints.Zero), Scenarios.Price(999), merchant: Store));
        Assert.Equal([new MerchantPart(SplitParty.Brand, Brand, Scenarios.Usd(499)), new(SplitParty.Store, Store, Scenarios.Usd(300))], job.Settlement!.Merchants!.Value.ToArray());
        Assert.Equal((0, 200), (job.Settlement.ProviderNet.MinorUnits, job.Settlement.Commission.MinorUnits));

        // Without a merchant the store's part is the platform's.
        var own = Scenarios.CompletedJob(order: Scenarios.Order(Scenarios.Terms(commission: plan, tax: BasisPoints.Zero), Scenarios.Price(999)));
        Assert.Equal(500, own.Settlement!.Commission.MinorUnits);
    }

    [Fact]
    public void Refund_Proportional_TakesFromEveryPartAndSumsToTheRefund() => Law.HoldsForChoices(40, choices =>
    {
        var terms = Scenarios.Terms(commission: Plan(choices)) with { Fares = Fares(choices) with { Waiting = null, Pricing = PricingMode.Quoted } };
        var quoted = FareMeter.Price(terms.Fares, new Metres(3_000), TimeSpan.FromMinutes(9), BasisPoints.One, []);
        if (quoted.Total.IsZero)
        {
            return;
        }

        var job = Scenarios.CapturedJob(order: Scenarios.Order(terms, quoted, merchant: Store));
        var amount = Scenarios.Usd(1 + choices.Next((int)job.Payment.Captured.MinorUnits));
        job = Scenarios.Do(job, new JobCommand.Refund(amount, RefundReason.Goodwill, RefundBearer.Proportional), Scenarios.Now + TimeSpan.FromHours(1));
        var paid = new JobEvent.PaymentRefunded(1, amount, "re_1") { At = Scenarios.Now };
        var transfers = LedgerPostings.Of(JobEvents.Evolve(job, paid), paid);
        Assert.Equal(amount.MinorUnits, transfers.Where(transfer => transfer.Credit.Kind == AccountKind.Customer).Sum(transfer => transfer.Amount.MinorUnits));
        Assert.Equal(amount.MinorUnits, transfers.Where(transfer => transfer.Debit.Kind == AccountKind.Customer).Sum(transfer => transfer.Amount.MinorUnits));
        Assert.All(transfers, transfer => Assert.True(transfer.Amount.MinorUnits > 0));
        if (amount == job.Payment.Captured)
        {
            // All of it back leaves merchants with nothing.
            var sale = LedgerPostings.Of(job, new JobEvent.Completed(job.FinalFare!, job.Settlement!) { At = Scenarios.Now });
            var economics = JobEconomics.Of(sale.Concat(transfers).Where(transfer => transfer.Cause != "lead_fee").Select(BookMove.Of));
            Assert.InRange(economics.MerchantNet, -1, 1);
        }
    });

    [Fact]
    public void Terms_OfAMerchant_TakeTheClosestCommission()
    {
        CommissionPlan inClass = new(new BasisPoints(500), Scenarios.Usd(0)), inMarket = new(new BasisPoints(700), Scenarios.Usd(0));
        var ride = new ServiceClass(Scenarios.ServiceClass, Scenarios.Terms(), "nearest", null, [new MerchantPlan(Store, inClass)]);
        var other = ride with { Id = new ServiceClassId("other"), Merchants = null };
        var market = new Market(Scenarios.Market, Scenarios.Operator, [other, ride], false, [new MerchantPlan(Store, inMarket), new MerchantPlan(Brand)]);
        Assert.Same(inClass, market.TermsOf(ride, Store)!.Commission);
        Assert.Same(inMarket, market.TermsOf(other, Store)!.Commission);
        Assert.Same(ride.Terms.Commission, market.TermsOf(ride, Brand)!.Commission);
        Assert.Same(ride.Terms, market.TermsOf(ride, null));
        Assert.Null(market.TermsOf(ride, Scenarios.Merchant(3)));
        Assert.Empty(market.MerchantFaults());
        Assert.NotEmpty((market with { Merchants = [new MerchantPlan(Store), new MerchantPlan(Store)] }).MerchantFaults());
        Assert.NotEmpty((market with { Merchants = [new MerchantPlan(Store, inMarket with { Splits = [new(SplitParty.Platform, new BasisPoints(9_999))] })] }).MerchantFaults());
    }

    [Fact]
    public void Terms_WithAFaultyPlan_AreRefused()
    {
        var whole = BasisPoints.One;
        foreach (var (named, plan) in new (string, CommissionPlan)[]
        {
            ("sum to", Of(new RevenueSplit(SplitParty.Platform, new BasisPoints(9_000)))),
            ("names its merchant", Of(new RevenueSplit(SplitParty.Brand, whole))),
            ("names no merchant", Of(new RevenueSplit(SplitParty.Platform, whole, Store))),
            ("1 to 8 parties", Of()),
            ("lead fee is -0.01 USD", new CommissionPlan(whole, Scenarios.Usd(0), LeadFee: Scenarios.Usd(-1))),
            ("lead fee is in EUR", new CommissionPlan(whole, Scenarios.Usd(0), LeadFee: new Money.Money(1, Currency.Eur))),
        })
        {
            Assert.Contains(Scenarios.Terms(commission: plan).Faults(), fault => fault.Contains(named, StringComparison.Ordinal));
        }

        CommissionPlan Of(params RevenueSplit[] splits) => new(whole, Scenarios.Usd(0), Splits: [.. splits]);
    }

    private static CommissionPlan Plan(Choices choices)
    {
        ImmutableArray<RevenueSplit>? splits = choices.Next(3) switch
        {
            0 => null,
            1 => [new(SplitParty.Store, new BasisPoints(3_333)), new(SplitParty.Platform, new BasisPoints(6_667))],
            _ => [new(SplitParty.Brand, new BasisPoints(4_567), Brand), new(SplitParty.Store, new BasisPoints(2_345)), new(SplitParty.Platform, new BasisPoints(3_088))],
        };
        return new CommissionPlan(
            new BasisPoints(choices.Of(0, 2_000, 7_777, 10_000)),
            Scenarios.Usd(choices.Of(0, 25, 1)),
            choices.Of<Money.Money?>(null, Scenarios.Usd(150), Scenarios.Usd(0)),
            choices.Of<Seller?>(null, Seller.Platform, Seller.Merchant, Seller.Provider),
            splits);
    }

    private static FarePlan Fares(Choices choices) => new(
        Scenarios.Usd(choices.Of(0, 300)),
        Scenarios.Usd(choices.Of(0, 157)),
        Scenarios.Usd(choices.Of(0, 41)),
        Scenarios.Usd(choices.Of(0, 703)),
        new BasisPoints(choices.Of(0, 888, 2_500)),
        choices.Of(PricingMode.Quoted, PricingMode.Metered),
        new BasisPoints(2_000),
        choices.Of<TaxMode?>(null, TaxMode.Included, TaxMode.Added),
        choices.Of<WaitingFee?>(null, new WaitingFee(TimeSpan.FromSeconds(20), Scenarios.Usd(37), Scenarios.Usd(500))));
}
