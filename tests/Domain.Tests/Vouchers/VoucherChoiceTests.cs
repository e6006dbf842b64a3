using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Vouchers;

public sealed class VoucherChoiceTests
{
    [Fact]
    public void Best_OneOrSeveral_TakesWhatSavesMore()
    {
        var half = Candidate(1, new VoucherBenefit.Percentage(new BasisPoints(5_000), null));
        var three = Candidate(2, new VoucherBenefit.Amount(Scenarios.Usd(300)), stackable: true);
        var two = Candidate(3, new VoucherBenefit.Amount(Scenarios.Usd(200)), stackable: true);

        var small = VoucherChoice.Best([half, three, two], Orders.Order(900));
        Assert.Equal([2, 3], Numbers(small));
        Assert.Equal((half.Voucher, VoucherRejection.NotStackable), Assert.Single(small.Refused));
        Assert.Equal([1], Numbers(VoucherChoice.Best([half, three, two], Orders.Order(1_000))));
        Assert.Equal(Scenarios.Usd(500), Assert.Single(VoucherChoice.Best([half, three, two], Orders.Order(1_000)).Discounts()).Amount);
    }

    [Fact]
    public void Best_WhatAddsNothing_IsNotUsedUp()
    {
        var three = Candidate(2, new VoucherBenefit.Amount(Scenarios.Usd(300)), stackable: true);
        var two = Candidate(3, new VoucherBenefit.Amount(Scenarios.Usd(200)), stackable: true);
        Assert.Equal([2], Numbers(VoucherChoice.Best([two, three], Orders.Order(300))));
        Assert.Equal([300L, 150], VoucherChoice.Best([two, three], Orders.Order(450)).Chosen.Select(chosen => chosen.Amount.MinorUnits));
    }

    [Fact]
    public void Best_OfEqualWorth_TakesTheOneThatEndsFirst()
    {
        var late = Candidate(1, new VoucherBenefit.Amount(Scenarios.Usd(300)));
        var early = Candidate(2, new VoucherBenefit.Amount(Scenarios.Usd(300)));
        early = early with { Voucher = early.Voucher with { ExpiresAt = Orders.Now + TimeSpan.FromHours(1) } };
        Assert.Equal([2], Numbers(VoucherChoice.Best([late, early], Orders.Order(1_000))));
    }

    [Fact]
    public void Best_CapsBudgetAndMargin_AreNamed()
    {
        var benefit = new VoucherBenefit.Amount(Scenarios.Usd(300));
        var poor = Candidate(1, benefit, budget: 500, usage: Orders.Unused with { Spent = Scenarios.Usd(100), Held = Scenarios.Usd(101) });
        var just = Candidate(2, benefit, budget: 501, usage: Orders.Unused with { Spent = Scenarios.Usd(100), Held = Scenarios.Usd(101) });
        Assert.Equal(VoucherRejection.BudgetSpent, Why(poor));
        Assert.Null(Why(just));

        var capped = just with { Campaign = just.Campaign with { Limits = just.Campaign.Limits with { Total = 5, PerDay = 4, PerCustomer = 3, PerCustomerPerDay = 2 } } };
        Assert.Null(Why(capped with { Usage = just.Usage with { Uses = 4, UsesToday = 3, ByCustomer = 2, ByCustomerToday = 1 } }));
        Assert.Equal(VoucherRejection.CampaignCapReached, Why(capped with { Usage = just.Usage with { Uses = 5 } }));
        Assert.Equal(VoucherRejection.CampaignCapReached, Why(capped with { Usage = just.Usage with { UsesToday = 4 } }));
        Assert.Equal(VoucherRejection.CustomerCapReached, Why(capped with { Usage = just.Usage with { ByCustomer = 3 } }));
        Assert.Equal(VoucherRejection.CustomerCapReached, Why(capped with { Usage = just.Usage with { ByCustomerToday = 2 } }));

        var ours = just with { Campaign = just.Campaign with { Funder = Funder.Platform } };
        Assert.Equal(VoucherRejection.MarginFloorReached, Why(ours, new MarginGuard(Scenarios.Usd(200), Scenarios.Usd(99))));
        Assert.Null(Why(ours, new MarginGuard(Scenarios.Usd(200), Scenarios.Usd(100))));
        Assert.Null(Why(just, new MarginGuard(Scenarios.Usd(0), Scenarios.Usd(-500))));
        Assert.Equal(VoucherRejection.CampaignOver, Why(just with { Campaign = just.Campaign with { Paused = true } }));
        Assert.Equal(VoucherRejection.CampaignNotBegun, Why(just with { Campaign = just.Campaign with { Begins = Orders.Now + TimeSpan.FromSeconds(1) } }));
        Assert.Equal(VoucherRejection.CampaignOver, Why(just with { Campaign = just.Campaign with { Ends = Orders.Now } }));
    }

    /// <summary>Two of the platform's on one order: what the order leaves is used up first, and what both take of the market together is what they take beyond that.</summary>
    [Fact]
    public void Best_SeveralOfThePlatforms_ExposeTheMarketToWhatTheOrderDoesNotLeave()
    {
        VoucherCandidate Of(int n, long amount) => Candidate(n, new VoucherBenefit.Amount(Scenarios.Usd(amount)), stackable: true) is var one ? one with { Campaign = one.Campaign with { Funder = Funder.Platform } } : null!;
        ImmutableArray<VoucherCandidate> two = [Of(1, 150), Of(2, 80)];
        long[] Exposed(long above) => [.. VoucherChoice.Best(two, Orders.Order(1_000), new MarginGuard(Scenarios.Usd(100), Scenarios.Usd(above))).Chosen.Select(chosen => chosen.Exposed!.Value.MinorUnits)];
        Assert.Equal([50, 80], Exposed(130));
        Assert.Equal([50], Exposed(129));
        Assert.Equal([-20], Exposed(-20));
        Assert.Null(VoucherChoice.Best([Candidate(3, new VoucherBenefit.Amount(Scenarios.Usd(80)))], Orders.Order(1_000), new MarginGuard(Scenarios.Usd(100), Scenarios.Usd(0))).Chosen.Single().Exposed);
    }

    [Fact]
    public void Best_AnyVouchers_SavesAsMuchAsTheBestOfAllSets() => Law.HoldsForChoices(40, choices =>
    {
        var order = Orders.Order(choices.Of(1_000, 350, 100, 2_000));
        var candidates = new List<VoucherCandidate>();
        for (var n = 1; n <= 1 + choices.Next(6); n++)
        {
            VoucherBenefit benefit = choices.Next(2) == 0
                ? new VoucherBenefit.Amount(Scenarios.Usd(1 + choices.Next(600)))
                : new VoucherBenefit.Percentage(new BasisPoints(1 + choices.Next(10_000)), choices.Next(2) == 0 ? null : Scenarios.Usd(1 + choices.Next(400)));
            candidates.Add(Candidate(n, benefit, choices.Next(2) == 1));
        }

        var chosen = VoucherChoice.Best(candidates, order);
        var best = 0L;
        for (var set = 0; set < 1 << candidates.Count; set++)
        {
            var members = candidates.Where((_, i) => (set & (1 << i)) != 0).ToList();
            if (members.Count <= 1 || members.TrueForAll(member => member.Campaign.Stackable))
            {
                best = Math.Max(best, Math.Min(order.Gross.MinorUnits, members.Sum(member => member.Campaign.Benefit.Worth(order).MinorUnits)));
            }
        }

        Assert.Equal(best, chosen.Chosen.Sum(one => one.Amount.MinorUnits));
        Assert.All(chosen.Chosen, one => Assert.True(one.Amount.MinorUnits > 0));
        Assert.Equal(candidates.Count, chosen.Chosen.Length + chosen.Refused.Length);
    });

    [Fact]
    public void Best_SeveralOfOneCampaign_StayWithinItsCapsAndBudget()
    {
        var campaign = Orders.Campaign(1, new VoucherBenefit.Amount(Scenarios.Usd(300)), stackable: true, budget: 700);
        ImmutableArray<VoucherCandidate> three = [.. Enumerable.Range(10, 3).Select(n => new VoucherCandidate(Orders.Voucher(n, campaign), campaign, Orders.Unused))];
        Assert.Equal(2, VoucherChoice.Best(three, Orders.Order(5_000)).Chosen.Length);
        var capped = campaign with { Limits = campaign.Limits with { PerCustomer = 1 } };
        Assert.Single(VoucherChoice.Best(three.Select(one => one with { Campaign = capped }), Orders.Order(5_000)).Chosen);
    }

    private static VoucherCandidate Candidate(int n, VoucherBenefit benefit, bool stackable = false, long budget = 1_000_000, CampaignUsage? usage = null)
    {
        var campaign = Orders.Campaign(n, benefit, stackable, budget);
        return new VoucherCandidate(Orders.Voucher(n, campaign), campaign, usage ?? Orders.Unused);
    }

    private static VoucherRejection? Why(VoucherCandidate candidate, MarginGuard? margin = null)
    {
        var choice = VoucherChoice.Best([candidate], Orders.Order(1_000), margin);
        return choice.Refused.IsEmpty ? null : choice.Refused[0].Why;
    }

    private static int[] Numbers(VoucherChoice choice) => [.. choice.Chosen.Select(chosen => BitConverter.ToInt32(chosen.Voucher.Id.Value.ToByteArray()))];
}
