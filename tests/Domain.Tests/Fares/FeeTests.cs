using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Fares;

public sealed class FeeTests
{
    private static readonly WaitingFee Waiting = new(TimeSpan.FromSeconds(20), Scenarios.Usd(60), Scenarios.Usd(400));

    [Fact]
    public void Price_TaxAdded_IsALineBeforeTheDiscounts()
    {
        var plan = Scenarios.Terms(tax: new BasisPoints(1_000)).Fares with { TaxMode = TaxMode.Added };
        var fare = FareMeter.Price(plan, new Metres(4_000), TimeSpan.FromMinutes(10), BasisPoints.One, [new Discount(Scenarios.Usd(100), Funder.Platform)]);
        Assert.Equal(
            [(FareLineKind.Base, 300), (FareLineKind.Distance, 600), (FareLineKind.Time, 500), (FareLineKind.Tax, 140), (FareLineKind.Discount, -100)],
            fare.Lines.Select(line => (line.Kind, line.Amount.MinorUnits)));
        var settlement = Settlement.Of(fare, new CommissionPlan(new BasisPoints(2_000), Scenarios.Usd(0)), plan.Tax, hasProvider: true);
        Assert.Equal((140, 280, 1_120, 1_440), (settlement.Tax.MinorUnits, settlement.Commission.MinorUnits, settlement.ProviderNet.MinorUnits, settlement.CustomerPays.MinorUnits));
    }

    [Fact]
    public void Waiting_AfterTheFreeTime_CostsByTheSecondUpToTheMost()
    {
        Assert.Equal(0, Waiting.For(TimeSpan.FromSeconds(20)).MinorUnits);
        Assert.Equal(1, Waiting.For(TimeSpan.FromSeconds(21)).MinorUnits);
        Assert.Equal(60, Waiting.For(TimeSpan.FromSeconds(80)).MinorUnits);
        Assert.Equal(400, Waiting.For(TimeSpan.FromHours(2)).MinorUnits);
    }

    [Theory]
    [InlineData(null, 1_250 + 400, 1_250 + 40)]
    [InlineData(TaxMode.Added, 1_250 + 440, 1_250 + 44)]
    public void Complete_AfterAWait_ChargesItOutOfWhatIsHeld(TaxMode? mode, long held, long charged)
    {
        var terms = With(Waiting, mode);
        var job = Scenarios.InProgressJob(order: Scenarios.Order(terms, Price(terms)));
        Assert.Equal(held, job.Payment.Authorised.MinorUnits);
        job = Scenarios.Do(job, new JobCommand.Complete(Scenarios.Provider(), null), Scenarios.Now + Scenarios.ToComplete);

        // Arrived at 3 min, started at 4: 40 s beyond the free 20.
        Assert.Contains(new FareLine(FareLineKind.Waiting, Scenarios.Usd(40)), job.FinalFare!.Lines);
        Assert.Equal(charged, job.FinalFare.Total.MinorUnits);
        Assert.Equal(job.FinalFare.Gross, job.Settlement!.Gross);
    }

    [Fact]
    public void Complete_BookedAndTooEarly_WaitsForNobodyBeforeTheBookedTime()
    {
        var terms = With(Waiting, null);
        var booked = Scenarios.Order(terms, pickUpAt: Scenarios.Now + TimeSpan.FromHours(1));
        var job = Scenarios.MatchingJob(order: booked);
        job = Scenarios.Do(job, Scenarios.Accept(job), booked.MatchFrom + Scenarios.ToAccept);
        job = Scenarios.Do(job, new JobCommand.Arrive(Scenarios.Provider()), booked.PickUpAt!.Value - TimeSpan.FromMinutes(9));
        job = Scenarios.Do(job, new JobCommand.Start(Scenarios.Provider(), null), booked.PickUpAt.Value + TimeSpan.FromSeconds(50));
        job = Scenarios.Do(job, new JobCommand.Complete(Scenarios.Provider(), null), booked.PickUpAt.Value + TimeSpan.FromMinutes(9));
        Assert.Contains(new FareLine(FareLineKind.Waiting, Scenarios.Usd(30)), job.FinalFare!.Lines);
    }

    [Fact]
    public void Complete_WithoutWaitingTerms_PricesAsBefore()
    {
        var job = Scenarios.CompletedJob();
        Assert.Equal(job.Order.QuotedFare, job.FinalFare);
        Assert.Equal(job.Order.QuotedFare.Total, job.Order.Hold);
    }

    [Fact]
    public void Complete_AnyWait_IsNeverAboveTheHoldAndAddsUp() => Law.HoldsForChoices(16, choices =>
    {
        var terms = With(new WaitingFee(TimeSpan.FromSeconds(choices.Next(90)), Scenarios.Usd(choices.Next(500)), Scenarios.Usd(choices.Next(900))), choices.Of<TaxMode?>(null, TaxMode.Added))
            with { Cancellation = Scenarios.Terms().Cancellation };
        terms = terms with { Fares = terms.Fares with { Pricing = choices.Of(PricingMode.Quoted, PricingMode.Metered), Tax = new BasisPoints(choices.Of(0, 333, 888, 2_500)) } };
        var job = Scenarios.CompletedJob(order: Scenarios.Order(terms, FareMeter.Price(terms.Fares, new Metres(4_000), TimeSpan.FromMinutes(10), BasisPoints.One, [])));
        Assert.True(job.FinalFare!.Total <= job.Payment.Authorised);
        Assert.Equal(job.FinalFare.Total.MinorUnits, job.FinalFare.Lines.Sum(line => line.Amount.MinorUnits));
        Assert.Equal(job.FinalFare.Gross, job.Settlement!.Gross);
        if (terms.Fares.AddsTax)
        {
            Assert.Equal(terms.Fares.Tax.Of(job.FinalFare.Gross - job.FinalFare.AddedTax), job.FinalFare.AddedTax);
        }
    });

    [Theory]
    [InlineData(1, 2_000d, 0, 0, 0)]
    [InlineData(5, 2_000d, 300, 90, 160)]
    [InlineData(5, null, 300, 90, 0)]
    [InlineData(30, 90_000d, 300, 700, 0)]
    public void Cancel_ByStateTimeAndDistance_CostsEachAsALine(int minutes, double? driven, long fee, long time, long distance)
    {
        var canceled = Cancel(Scenarios.AcceptedJob(order: Scenarios.Order(Rates(), Scenarios.Price(5_000))), minutes, driven);
        Assert.Equal(
            new[] { (FareLineKind.CancellationFee, fee), (FareLineKind.Time, time), (FareLineKind.Distance, distance) }.Where(line => line.Item2 > 0),
            (canceled.FinalFare?.Lines ?? []).Select(line => (line.Kind, line.Amount.MinorUnits)));
    }

    [Fact]
    public void Cancel_AnyTimeAndDistance_IsNeverAboveWhatIsHeld() => Law.HoldsForChoices(16, choices =>
    {
        var terms = Rates();
        terms = terms with
        {
            Fares = terms.Fares with { TaxMode = choices.Of<TaxMode?>(null, TaxMode.Added), Tax = new BasisPoints(choices.Of(0, 888, 2_000)) },
            Cancellation = terms.Cancellation with { Most = choices.Of<Money.Money?>(null, Scenarios.Usd(0), Scenarios.Usd(choices.Next(3_000))) },
        };
        var job = Scenarios.AcceptedJob(order: Scenarios.Order(terms, Scenarios.Price(1 + choices.Next(900))));
        var canceled = Cancel(job, choices.Next(60), choices.Of<double?>(null, choices.Next(1_000_000)));
        if (canceled.FinalFare is not { } fee)
        {
            return;
        }

        Assert.True(fee.Total <= canceled.Payment.Authorised);
        Assert.All(fee.Lines, line => Assert.True(line.Amount.MinorUnits > 0));
        Assert.True(terms.Cancellation.Most is not { } most || fee.Total - fee.AddedTax <= most);
        Assert.Equal(fee.Gross, canceled.Settlement!.Gross);
    });

    [Fact]
    public void NoShow_TaxAdded_HasItBesideTheFee()
    {
        var terms = With(null, TaxMode.Added);
        var job = Scenarios.ArrivedJob(order: Scenarios.Order(terms));
        job = Scenarios.Do(job, new JobCommand.ReportNoShow(Scenarios.Provider()), Scenarios.Now + TimeSpan.FromMinutes(9));
        Assert.Equal([(FareLineKind.NoShowFee, 600), (FareLineKind.Tax, 60)], job.FinalFare!.Lines.Select(line => (line.Kind, line.Amount.MinorUnits)));
        Assert.Equal(60, job.Settlement!.Tax.MinorUnits);
    }

    [Theory]
    [InlineData(null, null, 30_000, 5_300, false)]
    [InlineData(null, null, 90_000, 13_800, true)]
    [InlineData(20_000, 0L, 10_000, 2_300, false)]
    [InlineData(20_000, 0L, 30_000, 2_500, true)]
    [InlineData(20_000, 4_000L, 30_000, 4_000, true)]
    public void Complete_MeteredAboveTheLimit_IsCutOffAndAsksForALook(int? times, long? least, double metres, long pays, bool capped)
    {
        var terms = Scenarios.Terms(PricingMode.Metered, tax: BasisPoints.Zero);
        terms = terms with { Fares = terms.Fares with { Limit = times is { } t ? new FareLimit(new BasisPoints(t), Scenarios.Usd(least!.Value)) : null } };
        var job = Scenarios.Do(Scenarios.InProgressJob(terms), new JobCommand.Complete(Scenarios.Provider(), new Metres(metres)), Scenarios.Now + Scenarios.ToComplete);
        Assert.Equal(pays, job.FinalFare!.Total.MinorUnits);
        Assert.Equal(job.FinalFare.Gross, job.Settlement!.Gross);
        Assert.Equal(capped, job.Attention.HasFlag(JobAttention.FareCapped));
        Assert.Equal(capped, job.Metered is { } metered && metered > job.FinalFare.Total);
    }

    [Fact]
    public void AcknowledgeFareCap_OfAPriceThatWasCutOff_EndsTheLookOnceAndSaysWho()
    {
        var capped = Scenarios.Do(
            Scenarios.InProgressJob(Scenarios.Terms(PricingMode.Metered, tax: BasisPoints.Zero)), new JobCommand.Complete(Scenarios.Provider(), new Metres(90_000)), Scenarios.Now + Scenarios.ToComplete);
        var at = Scenarios.Now.AddHours(3);
        var seen = Scenarios.Do(capped, new JobCommand.AcknowledgeFareCap("u1", "road closed"), at);
        Assert.Equal(new FareCapSeen("u1", at, "road closed"), seen.CapSeen);
        Assert.Equal(JobAttention.None, seen.Attention & JobAttention.FareCapped);
        Assert.Equal((capped.Payment, capped.FinalFare, capped.Metered), (seen.Payment, seen.FinalFare, seen.Metered));
        Assert.Equal(JobRejection.NothingDue, JobDecisions.Decide(seen, new JobCommand.AcknowledgeFareCap("u2"), at).Rejection);
        Assert.Equal(JobRejection.NothingDue, JobDecisions.Decide(Scenarios.CompletedJob(), new JobCommand.AcknowledgeFareCap("u2"), at).Rejection);
    }

    [Fact]
    public void Complete_CutOffWithTaxAddedAndADiscount_AddsUpAndTheFunderPaysAsBefore()
    {
        var terms = Scenarios.Terms(PricingMode.Metered, tax: new BasisPoints(1_000));
        terms = terms with { Fares = terms.Fares with { TaxMode = TaxMode.Added, Limit = new FareLimit(new BasisPoints(20_000), Scenarios.Usd(0)) } };
        var quoted = FareMeter.Price(terms.Fares, new Metres(4_000), TimeSpan.FromMinutes(10), BasisPoints.One, [new Discount(Scenarios.Usd(100), Funder.Platform)]);
        var job = Scenarios.Do(Scenarios.InProgressJob(order: Scenarios.Order(terms, quoted)), new JobCommand.Complete(Scenarios.Provider(), new Metres(90_000)), Scenarios.Now + Scenarios.ToComplete);
        Assert.Equal(
            [(FareLineKind.Base, 300), (FareLineKind.Distance, 2_500), (FareLineKind.Tax, 280), (FareLineKind.Discount, -100)],
            job.FinalFare!.Lines.Select(line => (line.Kind, line.Amount.MinorUnits)));
        Assert.Equal(100, Assert.Single(job.Settlement!.FundedDiscounts).Amount.MinorUnits);
    }

    [Fact]
    public void Complete_WithinTheLimit_StoresNothingOfIt()
    {
        var job = Scenarios.CompletedJob(Scenarios.Terms(PricingMode.Metered));
        Assert.Null(job.Metered);
        Assert.Equal(JobAttention.None, job.Attention);
    }

    [Theory]
    [InlineData(9, null, 600, 205)]
    [InlineData(60, null, 600, 1_735)]
    [InlineData(60, 1_000L, 600, 400)]
    [InlineData(60, 500L, 600, 0)]
    public void NoShow_OnTermsByTime_CostsTheWaitAsCancelingDoes(int minutes, long? most, long fee, long time)
    {
        var terms = Rates();
        terms = terms with { Cancellation = terms.Cancellation with { Most = most is { } bound ? Scenarios.Usd(bound) : null } };
        var job = Scenarios.ArrivedJob(order: Scenarios.Order(terms, Scenarios.Price(5_000)));
        job = Scenarios.Do(job, new JobCommand.ReportNoShow(Scenarios.Provider()), Scenarios.Now + TimeSpan.FromMinutes(minutes));
        Assert.Equal(
            new[] { (FareLineKind.NoShowFee, fee), (FareLineKind.Time, time) }.Where(line => line.Item2 > 0),
            job.FinalFare!.Lines.Select(line => (line.Kind, line.Amount.MinorUnits)));
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData(2_500.0, null, 200)]
    [InlineData(9_999_999.0, 1_000L, 195)]
    [InlineData(2_500.0, 700L, 0)]
    public void NoShow_OnTermsByDistance_CostsWhatWasDrivenAsCancelingDoes(double? driven, long? most, long distance)
    {
        var terms = Rates();
        terms = terms with { Cancellation = terms.Cancellation with { Most = most is { } bound ? Scenarios.Usd(bound) : null } };
        var job = Scenarios.ArrivedJob(order: Scenarios.Order(terms, Scenarios.Price(5_000)));
        job = Scenarios.Do(job, new JobCommand.ReportNoShow(Scenarios.Provider(), driven is { } metres ? new Metres(metres) : null), Scenarios.Now + TimeSpan.FromMinutes(9));
        Assert.Equal(distance, job.FinalFare!.Lines.Where(line => line.Kind == FareLineKind.Distance).Sum(line => line.Amount.MinorUnits));
        Assert.Equal((job.FinalFare.Gross, job.FinalFare.Total), (job.Settlement!.Gross, job.ToCapture));

        // Terms that name no price of the kilometre take nothing for it.
        terms = terms with { Cancellation = terms.Cancellation with { PerKilometre = null } };
        job = Scenarios.Do(Scenarios.ArrivedJob(order: Scenarios.Order(terms, Scenarios.Price(5_000))), new JobCommand.ReportNoShow(Scenarios.Provider(), new Metres(2_500)), Scenarios.Now + TimeSpan.FromMinutes(9));
        Assert.DoesNotContain(job.FinalFare!.Lines, line => line.Kind == FareLineKind.Distance);
    }

    private static Job Cancel(Job job, int minutes, double? driven) => Scenarios.Do(
        job,
        new JobCommand.CancelByCustomer(CancelReason.ChangedMind, driven is { } metres ? new Metres(metres) : null),
        job.Assignment!.AcceptedAt + TimeSpan.FromMinutes(minutes));

    /// <summary>30 cents a minute after the free two, 80 a kilometre, 10.00 at the most.</summary>
    private static JobTerms Rates()
    {
        var terms = Scenarios.Terms(tax: BasisPoints.Zero);
        return terms with { Cancellation = terms.Cancellation with { PerMinute = Scenarios.Usd(30), PerKilometre = Scenarios.Usd(80), Most = Scenarios.Usd(1_000) } };
    }

    private static JobTerms With(WaitingFee? waiting, TaxMode? mode)
    {
        var terms = Scenarios.Terms(tax: new BasisPoints(1_000));
        return terms with { Fares = terms.Fares with { Waiting = waiting, TaxMode = mode } };
    }

    /// <summary>12.50 in all.</summary>
    private static Fare Price(JobTerms terms) => terms.Fares.AddsTax
        ? new Fare([new FareLine(FareLineKind.Base, Scenarios.Usd(1_136)), new FareLine(FareLineKind.Tax, Scenarios.Usd(114))], Currency.Usd)
        : Scenarios.Price();
}
