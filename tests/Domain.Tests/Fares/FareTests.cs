using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Fares;

public sealed class FareTests
{
    private static readonly FarePlan Plan = Scenarios.Terms().Fares;
    private static readonly Funder Merchant = new(FunderKind.Merchant, "m1");

    [Fact]
    public void Price_FourKilometresTenMinutes_HasItsLines() => Assert.Equal(
        new Fare(
            [
                new FareLine(FareLineKind.Base, Scenarios.Usd(300)), new FareLine(FareLineKind.Distance, Scenarios.Usd(600)),
                new FareLine(FareLineKind.Time, Scenarios.Usd(500)), new FareLine(FareLineKind.Multiplier, Scenarios.Usd(700)),
            ],
            Currency.Usd),
        FareMeter.Price(Plan, new Metres(4_000), TimeSpan.FromMinutes(10), new BasisPoints(15_000), []));

    [Fact]
    public void Price_BelowTheMinimum_IsToppedUpBeforeTheMultiplier()
    {
        var fare = FareMeter.Price(Plan, new Metres(1_000), TimeSpan.FromMinutes(1), new BasisPoints(20_000), []);
        Assert.Contains(new FareLine(FareLineKind.MinimumTopUp, Scenarios.Usd(200)), fare.Lines);
        Assert.Equal(Scenarios.Usd(1_400), fare.Total);
    }

    [Fact]
    public void Price_OfAPlanOfNothing_IsOneLineOfNothing()
    {
        var free = Scenarios.Usd(0);
        var fare = FareMeter.Price(new FarePlan(free, free, free, free, BasisPoints.Zero, PricingMode.Quoted, BasisPoints.Zero), new Metres(9_000), TimeSpan.FromHours(1), BasisPoints.One, []);
        Assert.Equal(new FareLine(FareLineKind.Base, free), Assert.Single(fare.Lines));
    }

    [Fact]
    public void Price_Discounts_AreUsedInOrderOnlyAsFarAsTheFareCanBear()
    {
        ImmutableArray<Discount> discounts =
        [
            new(Scenarios.Usd(500), Merchant), new(Scenarios.Usd(400), Funder.Platform), new(Scenarios.Usd(300), new Funder(FunderKind.Operator, "acme")),
        ];
        var fare = FareMeter.Price(Plan, Metres.Zero, TimeSpan.Zero, BasisPoints.One, discounts);
        Assert.True(fare.Total.IsZero);
        Assert.Equal(
            [new FareLine(FareLineKind.Discount, Scenarios.Usd(-500), Merchant), new FareLine(FareLineKind.Discount, Scenarios.Usd(-200), Funder.Platform)],
            fare.Lines.Where(line => line.Kind == FareLineKind.Discount));
    }

    [Fact]
    public void Price_BadInput_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FareMeter.Price(Plan, Metres.Zero, TimeSpan.FromSeconds(-1), BasisPoints.One, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => FareMeter.Price(Plan, Metres.Zero, TimeSpan.Zero, new BasisPoints(9_999), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => FareMeter.Price(Plan, Metres.Zero, TimeSpan.Zero, BasisPoints.One, [new Discount(Scenarios.Usd(0), Merchant)]));
        Assert.Throws<InvalidOperationException>(() => FareMeter.Price(
            Plan, Metres.Zero, TimeSpan.Zero, BasisPoints.One, [new Discount(new Money.Money(1, Currency.Eur), Merchant)]));
    }

    [Fact]
    public void Price_AnyInput_AddsUpAndBearsItsDiscounts() => Law.HoldsForChoices(20, choices =>
    {
        var (plan, _, fare, discounts) = Priced(choices);
        Assert.Equal(fare.Lines.Sum(line => line.Amount.MinorUnits), fare.Total.MinorUnits);
        Assert.Equal(fare.Total, fare.Gross + fare.Discounts);
        Assert.False(fare.Total.IsNegative);
        Assert.True(fare.Gross >= plan.Minimum);
        Assert.All(fare.Lines, line => Assert.Equal(line.Kind == FareLineKind.Discount, line.Amount.IsNegative));
        Assert.All(fare.Lines, line => Assert.Equal(line.Kind == FareLineKind.Discount, line.Funder is not null));

        // Every discount is used to the full until the fare is used up.
        var used = fare.Lines.Where(line => line.Kind == FareLineKind.Discount).ToList();
        for (var i = 0; i < used.Count; i++)
        {
            Assert.Equal(discounts[i].Funder, used[i].Funder);
            Assert.True(-used[i].Amount == discounts[i].Amount || (i == used.Count - 1 && fare.Total.IsZero && -used[i].Amount < discounts[i].Amount));
        }

        Assert.True(used.Count == discounts.Length || fare.Total.IsZero);
    });

    [Fact]
    public void Settlement_AnyFare_DividesItToTheMinorUnit() => Law.HoldsForChoices(24, choices =>
    {
        var (plan, commission, fare, _) = Priced(choices);
        var settlement = Settlement.Of(fare, commission, plan.Tax, hasProvider: choices.Next(4) > 0);
        var funded = settlement.FundedDiscounts.Sum(discount => discount.Amount.MinorUnits);
        Assert.Equal(
            settlement.CustomerPays.MinorUnits + funded,
            settlement.ProviderNet.MinorUnits + settlement.Commission.MinorUnits + settlement.Tax.MinorUnits);
        Assert.Equal(fare.Total, settlement.CustomerPays);
        Assert.All([settlement.CustomerPays, settlement.ProviderNet, settlement.Commission, settlement.Tax], part => Assert.False(part.IsNegative));
        Assert.All(settlement.FundedDiscounts, discount => Assert.True(discount.Amount.MinorUnits > 0));
        var byPlatform = settlement.FundedDiscounts.Where(discount => discount.Funder.Kind == FunderKind.Platform).Sum(discount => discount.Amount.MinorUnits);
        Assert.Equal(settlement.Commission.MinorUnits - byPlatform, settlement.PlatformMargin.MinorUnits);

        // The tax is the one contained: on the net it comes to itself again, but for the rounding.
        Assert.True(Math.Abs(plan.Tax.Of(fare.Gross - settlement.Tax).MinorUnits - settlement.Tax.MinorUnits) <= 1 + (plan.Tax.Value / 10_000));
    });

    [Fact]
    public void Settlement_NobodyServed_LeavesAllButTheTaxToThePlatform()
    {
        var settlement = Settlement.Of(Fare.Of(FareLineKind.CancellationFee, Scenarios.Usd(1_100)), new CommissionPlan(new BasisPoints(2_000), Scenarios.Usd(0)), new BasisPoints(1_000), hasProvider: false);
        Assert.Equal((0, 1_000, 100), (settlement.ProviderNet.MinorUnits, settlement.Commission.MinorUnits, settlement.Tax.MinorUnits));
    }

    [Fact]
    public void Settlement_CommissionAboveTheNet_IsCappedByIt()
    {
        var settlement = Settlement.Of(Scenarios.Price(100), new CommissionPlan(new BasisPoints(2_000), Scenarios.Usd(5_000)), BasisPoints.Zero, hasProvider: true);
        Assert.Equal((0, 100), (settlement.ProviderNet.MinorUnits, settlement.Commission.MinorUnits));
    }

    private static (FarePlan Plan, CommissionPlan Commission, Fare Fare, ImmutableArray<Discount> Discounts) Priced(Choices choices)
    {
        var plan = new FarePlan(
            Scenarios.Usd(choices.Next(1_000)),
            Scenarios.Usd(choices.Next(500)),
            Scenarios.Usd(choices.Next(300)),
            Scenarios.Usd(choices.Next(3_000)),
            new BasisPoints(choices.Of(0, 888, 2_000, 2_500, 10_000)),
            PricingMode.Quoted,
            BasisPoints.Zero);
        var discounts = ImmutableArray.CreateBuilder<Discount>();
        for (var i = choices.Next(4); i > 0; i--)
        {
            discounts.Add(new Discount(Scenarios.Usd(1 + choices.Next(2_000)), choices.Of(Funder.Platform, Merchant, new Funder(FunderKind.Operator, "acme"))));
        }

        var fare = FareMeter.Price(
            plan, new Metres(choices.Next(9_999) * 3.7), TimeSpan.FromSeconds(choices.Next(9_999)), new BasisPoints(10_000 + choices.Next(9_999)), discounts.ToImmutable());
        return (plan, new CommissionPlan(new BasisPoints(choices.Next(10_001)), Scenarios.Usd(choices.Next(500))), fare, discounts.ToImmutable());
    }
}
