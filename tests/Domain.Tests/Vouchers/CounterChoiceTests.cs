using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Vouchers;

/// <summary>Which vouchers a counter is told of.</summary>
public sealed class CounterChoiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly ServiceClassId Counter = new("counter");
    private static readonly MerchantId Merchant = new(Id(1));
    private static readonly Market Vienna = new(
        new MarketId("vienna"), new OperatorId("acme"), [new ServiceClass(Counter, Scenarios.Terms(), "nearest", null, Kind: ServiceKind.Redemption), new ServiceClass(new ServiceClassId("ride"), Scenarios.Terms(), "nearest", null)], false);

    [Fact]
    public void Usable_OfSeveral_AreThoseOfThisCounterAndThoseThatEndFirstInFront()
    {
        var late = Of(1, VoucherScope.Anything with { Merchants = [Merchant], ServiceClasses = [Counter], Zones = ["centre"], Markets = [Vienna.Id] }, ends: 5);
        var free = Of(2, VoucherScope.Anything, ends: 1, new VoucherBenefit.FreeItem(Id(50)));
        var least = Of(3, VoucherScope.Anything with { MinimumSpend = Usd(5_000) }, ends: 3);
        VoucherCandidate[] others =
        [
            Of(4, VoucherScope.Anything with { Merchants = [new MerchantId(Id(2))] }),
            Of(5, VoucherScope.Anything with { ServiceClasses = [new ServiceClassId("ride")] }),
            Of(6, VoucherScope.Anything with { Zones = ["airport"] }),
            Of(7, VoucherScope.Anything with { FirstTimeOnly = true }),
            Of(8, VoucherScope.Anything, benefit: new VoucherBenefit.FreeItem(Id(51))),
            Of(9, VoucherScope.Anything, benefit: new VoucherBenefit.RideCredit(new Metres(500), null)),
        ];
        Assert.Equal(["Campaign 2", "Campaign 3", "Campaign 1"], Usable([late, .. others, least, free], Currency.Usd).Select(one => one.Campaign.Name));
        Assert.Empty(Usable([late, free, least], Currency.Of("EUR")));
    }

    [Fact]
    public void Usable_WhereNothingIsRedeemed_IsNone() =>
        Assert.Empty(CounterChoice.Usable([Of(1, VoucherScope.Anything)], Vienna with { Classes = [Vienna.Classes[1]] }, Merchant, Currency.Usd, "centre", new HashSet<Guid>(), Now));

    private static ImmutableArray<VoucherCandidate> Usable(VoucherCandidate[] candidates, Currency currency) =>
        CounterChoice.Usable(candidates, Vienna, Merchant, currency, "centre", new HashSet<Guid> { Id(50) }, Now);

    private static VoucherCandidate Of(int number, VoucherScope scope, int ends = 2, VoucherBenefit? benefit = null)
    {
        var campaign = new Campaign(
            new CampaignId(Id(number)), Vienna.Operator, $"Campaign {number}", Funder.Platform, benefit ?? new VoucherBenefit.Amount(Usd(300)), scope, new VoucherLimits(Usd(9_000), null, null, 1, null),
            Now.AddDays(-1), Now.AddDays(ends), null, false, null, false);
        var voucher = new Voucher(
            new VoucherId(Id(100 + number)), VoucherCode.Of([(byte)number, 2, 3, 4, 5, 6, 7]), campaign.Id, new CustomerId(Id(900)), VoucherSource.Job, null, Now.AddDays(-1), Now.AddDays(ends));
        return new VoucherCandidate(voucher, campaign, new CampaignUsage(Usd(0), Usd(0), 0, 0, 0, 0));
    }

    private static Money.Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    private static Guid Id(int number) => new(number, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
}
