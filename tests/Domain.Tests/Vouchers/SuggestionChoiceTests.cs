using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Domain.Tests.Vouchers;

/// <summary>What is suggested of several things, and what never is.</summary>
public sealed class SuggestionChoiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly OperatorId Acme = new("acme");
    private static readonly MarketId Vienna = new("vienna");
    private static readonly CustomerId Customer = new(Id(900));

    [Fact]
    public void Voucher_OfSeveral_IsTheOneThatTakesMostOffThenTheOneThatEndsFirst()
    {
        var (small, late, early, unbounded) = (Held(1, Amount(300)), Held(2, Amount(500)), Held(3, new VoucherBenefit.RideCredit(new Metres(500), Usd(500)), ends: 1), Held(4, new VoucherBenefit.Percentage(new BasisPoints(9_000), null)));
        Assert.Equal(early.Voucher, Best(small, late, early, unbounded));
        Assert.Equal(late.Voucher, Best(unbounded, small, late));
        Assert.Equal(small.Voucher, Best(small));
        Assert.Null(Best());
    }

    [Fact]
    public void Voucher_ThatCannotBeUsedHereAndNow_IsPassedOver()
    {
        var good = Held(1, Amount(300));
        var scope = VoucherScope.Anything;
        foreach (var bad in new[]
        {
            good with { Campaign = good.Campaign with { Operator = new OperatorId("other") } },
            good with { Campaign = good.Campaign with { Paused = true } },
            good with { Campaign = good.Campaign with { Begins = Now.AddHours(1) } },
            good with { Campaign = good.Campaign with { Ends = Now } },
            good with { Campaign = good.Campaign with { Scope = scope with { Markets = [new MarketId("graz")] } } },
            good with { Campaign = good.Campaign with { Scope = scope with { Zones = ["airport"] } } },
            good with { Campaign = good.Campaign with { Scope = scope with { FirstTimeOnly = true } } },
            good with { Campaign = good.Campaign with { Scope = scope with { Hours = [new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(18, 0), new TimeOnly(20, 0)))] } } },
            good with { Usage = good.Usage with { ByCustomer = 1 } },
            good with { Voucher = good.Voucher with { Status = VoucherStatus.Held, Hold = new VoucherHold(Id(7), Customer, Usd(300), Now.AddMinutes(5), false, null) } },
        })
        {
            Assert.Null(Best(bad));
        }

        var lapsed = good with { Voucher = good.Voucher with { Status = VoucherStatus.Held, Hold = new VoucherHold(Id(7), Customer, Usd(300), Now.AddMinutes(-5), false, null) } };
        Assert.Equal(lapsed.Voucher, Best(lapsed));
        var there = good with { Campaign = good.Campaign with { Scope = scope with { Zones = ["centre"], Markets = [Vienna] } } };
        Assert.Equal(there.Voucher, Best(there));
    }

    [Fact]
    public void Campaigns_InOrder_AreThoseOfTheZoneFirstAndOnlyThoseThatJobsEarn()
    {
        var rule = new EarnRule([Vienna], [], [], null);
        var (general, soon, zoned) = (Of(1, ends: 3) with { EarnedBy = rule }, Of(2, ends: 1) with { EarnedBy = rule }, Of(3, ends: 9) with { EarnedBy = rule, Scope = VoucherScope.Anything with { Zones = ["centre"] } });
        Campaign[] never =
        [
            Of(4), general with { EarnedBy = rule with { Markets = [new MarketId("graz")] } }, general with { Paused = true }, general with { Begins = Now.AddTicks(1) }, general with { Ends = Now },
            general with { Scope = VoucherScope.Anything with { Zones = ["airport"] } }, general with { Scope = VoucherScope.Anything with { FirstTimeOnly = true } }, general with { Operator = new OperatorId("other") },
        ];
        Assert.Equal([zoned.Id, soon.Id, general.Id], SuggestionChoice.Campaigns([general, .. never, soon, zoned], Acme, Vienna, "centre", Now).Select(campaign => campaign.Id));
        Assert.Equal([soon.Id, general.Id], SuggestionChoice.Campaigns([zoned, general, soon], Acme, Vienna, string.Empty, Now).Select(campaign => campaign.Id));
    }

    private static Voucher? Best(params VoucherCandidate[] candidates) => SuggestionChoice.Voucher(candidates, Acme, Vienna, "centre", Now);

    private static VoucherCandidate Held(int number, VoucherBenefit benefit, int ends = 5)
    {
        var campaign = Of(number) with { Benefit = benefit };
        var voucher = new Voucher(new VoucherId(Id(100 + number)), VoucherCode.Of([(byte)number, 2, 3, 4, 5, 6, 7]), campaign.Id, Customer, VoucherSource.Job, null, Now.AddDays(-1), Now.AddDays(ends));
        return new VoucherCandidate(voucher, campaign, new CampaignUsage(Usd(0), Usd(0), 0, 0, 0, 0));
    }

    private static Campaign Of(int number, int ends = 5) => new(
        new CampaignId(Id(number)), Acme, $"Campaign {number}", Funder.Platform, Amount(300), VoucherScope.Anything, new VoucherLimits(Usd(9_000), null, null, 1, null), Now.AddDays(-1), Now.AddDays(ends), null,
        false, null, false);

    private static VoucherBenefit Amount(long minorUnits) => new VoucherBenefit.Amount(Usd(minorUnits));

    private static Money.Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    private static Guid Id(int number) => new(number, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
}
