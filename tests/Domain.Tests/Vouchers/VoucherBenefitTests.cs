using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Vouchers;

public sealed class VoucherBenefitTests
{
    private static readonly Guid Soup = Orders.Id(70);

    [Fact]
    public void Percentage_IsOfTheGrossAndBounded()
    {
        Assert.Equal(Scenarios.Usd(250), new VoucherBenefit.Percentage(new BasisPoints(2_500), null).Worth(Orders.Order(1_000)));
        Assert.Equal(Scenarios.Usd(200), new VoucherBenefit.Percentage(new BasisPoints(2_500), Scenarios.Usd(200)).Worth(Orders.Order(1_000)));
    }

    [Fact]
    public void Amount_IsAtMostThePrice()
    {
        Assert.Equal(Scenarios.Usd(300), new VoucherBenefit.Amount(Scenarios.Usd(300)).Worth(Orders.Order(1_000)));
        Assert.Equal(Scenarios.Usd(200), new VoucherBenefit.Amount(Scenarios.Usd(300)).Worth(Orders.Order(200)));
        Assert.Equal(Scenarios.Usd(0), new VoucherBenefit.Amount(new Money.Money(300, Currency.Of("EUR"))).Worth(Orders.Order(1_000)));
    }

    [Fact]
    public void FreeItem_IsOnePieceOfWhatIsOrdered()
    {
        var order = Orders.Order(2_000) with { Items = [new OrderedItem(Soup, Scenarios.Usd(700), 2), new OrderedItem(Orders.Id(71), Scenarios.Usd(600), 1)] };
        Assert.Equal(Scenarios.Usd(700), new VoucherBenefit.FreeItem(Soup).Worth(order));
        Assert.Equal(Scenarios.Usd(0), new VoucherBenefit.FreeItem(Orders.Id(72)).Worth(order));
    }

    [Fact]
    public void RideCredit_PaysTheRideUpToItsDistanceAndNoFurther()
    {
        var plan = new FarePlan(Scenarios.Usd(300), Scenarios.Usd(100), Scenarios.Usd(20), Scenarios.Usd(0), BasisPoints.Zero, PricingMode.Quoted, BasisPoints.Zero);
        var (distance, duration) = (new Metres(10_000), TimeSpan.FromMinutes(20));
        var gross = FareMeter.Price(plan, distance, duration, BasisPoints.One, []).Gross;
        var order = Orders.Order(gross.MinorUnits) with { Plan = plan, Distance = distance, Duration = duration };

        Assert.Equal(Scenarios.Usd(1_700), gross);
        Assert.Equal(Scenarios.Usd(300 + 400 + 160), new VoucherBenefit.RideCredit(new Metres(4_000), null).Worth(order));
        Assert.Equal(gross, new VoucherBenefit.RideCredit(new Metres(10_000), null).Worth(order));
        Assert.Equal(Scenarios.Usd(500), new VoucherBenefit.RideCredit(new Metres(10_000), Scenarios.Usd(500)).Worth(order));
        Assert.Equal(Scenarios.Usd(0), new VoucherBenefit.RideCredit(new Metres(4_000), null).Worth(order with { Plan = null }));
    }

    [Fact]
    public void Faults_OfWhatIsNone_AreNamed()
    {
        var usd = Currency.Of("USD");
        VoucherBenefit[] unsound =
        [
            new VoucherBenefit.Percentage(BasisPoints.Zero, null),
            new VoucherBenefit.Percentage(new BasisPoints(10_001), null),
            new VoucherBenefit.Percentage(BasisPoints.One, Scenarios.Usd(0)),
            new VoucherBenefit.Amount(Scenarios.Usd(0)),
            new VoucherBenefit.Amount(new Money.Money(1, Currency.Of("EUR"))),
            new VoucherBenefit.FreeItem(Guid.Empty),
            new VoucherBenefit.RideCredit(Metres.Zero, null),
        ];
        Assert.All(unsound, benefit => Assert.Single(benefit.Faults(usd)));
        Assert.Empty(new VoucherBenefit.Percentage(BasisPoints.One, Scenarios.Usd(1)).Faults(usd));
    }

    /// <summary>What has to be paid whatever is taken off, as the deposit of a place, no voucher takes off; of several, none what another has taken.</summary>
    [Fact]
    public void Best_OfAPriceThatHasToBePaidInPart_LeavesThat()
    {
        var order = Orders.Order(2_000) with { Least = Scenarios.Usd(1_500) };
        var (one, other) = (Orders.Campaign(1, new VoucherBenefit.Amount(Scenarios.Usd(400)), stackable: true), Orders.Campaign(2, new VoucherBenefit.Amount(Scenarios.Usd(300)), stackable: true));
        VoucherCandidate[] both = [new VoucherCandidate(Orders.Voucher(1, one), one, Orders.Unused), new VoucherCandidate(Orders.Voucher(2, other), other, Orders.Unused)];
        Assert.Equal([400, 100], VoucherChoice.Best(both, order).Chosen.Select(chosen => chosen.Amount.MinorUnits));
        var none = VoucherChoice.Best(both, order with { Least = order.Gross });
        Assert.Empty(none.Chosen);
        Assert.All(none.Refused, refused => Assert.Equal(VoucherRejection.WorthNothing, refused.Why));
    }
}
