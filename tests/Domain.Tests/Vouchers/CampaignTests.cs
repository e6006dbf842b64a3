using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Vouchers;

public sealed class CampaignTests
{
    private static readonly Campaign Sound = Orders.Campaign(1, new VoucherBenefit.Amount(Scenarios.Usd(300)));

    [Fact]
    public void Faults_EachOfWhatIsUnsound_IsNamedOnce()
    {
        Assert.Empty(Sound.Faults());
        Campaign[] unsound =
        [
            Sound with { Name = " " },
            Sound with { Name = new string('x', 101) },
            Sound with { Funder = new Funder(FunderKind.Merchant, string.Empty) },
            Sound with { Funder = new Funder(FunderKind.Platform, "us") },
            Sound with { Limits = Sound.Limits with { Budget = Scenarios.Usd(0) } },
            Sound with { Limits = Sound.Limits with { Total = 0 } },
            Sound with { Limits = Sound.Limits with { PerDay = 0 } },
            Sound with { Limits = Sound.Limits with { PerCustomer = -1 } },
            Sound with { Limits = Sound.Limits with { PerCustomerPerDay = 0 } },
            Sound with { Ends = Sound.Begins },
            Sound with { ValidFor = TimeSpan.Zero },
            Sound with { Scope = VoucherScope.Anything with { MinimumSpend = Scenarios.Usd(-1) } },
            Sound with { Scope = VoucherScope.Anything with { Hours = [new DailyHours(0, default)] } },
            Sound with { Benefit = new VoucherBenefit.Amount(Scenarios.Usd(0)) },
        ];
        Assert.All(unsound, campaign => Assert.Single(campaign.Faults()));
    }

    [Fact]
    public void ExpiryOf_IsAfterItsTimeAndWithTheCampaignAtTheLatest()
    {
        Assert.Equal(Orders.Now + TimeSpan.FromDays(7), Sound.ExpiryOf(Orders.Now));
        Assert.Equal(Sound.Ends, Sound.ExpiryOf(Sound.Ends - TimeSpan.FromDays(2)));
        Assert.Equal(Sound.Ends, (Sound with { ValidFor = null }).ExpiryOf(Orders.Now));
    }

    [Fact]
    public void Earns_OnlyWhileItRunsAndByItsRule()
    {
        var paid = Scenarios.Usd(1_200);
        var earned = Sound with { EarnedBy = new EarnRule([Scenarios.Market], [], [], Scenarios.Usd(1_000)) };
        Assert.True(Earns(earned));
        Assert.False(Earns(Sound));
        Assert.False(Earns(earned with { Paused = true }));
        Assert.False(Earns(earned with { Begins = Orders.Now + TimeSpan.FromTicks(1) }));
        Assert.False(Earns(earned with { Ends = Orders.Now }));
        Assert.False(Earns(earned with { EarnedBy = new EarnRule([new MarketId("elsewhere")], [], [], null) }));
        Assert.False(Earns(earned with { EarnedBy = new EarnRule([], [], [], Scenarios.Usd(1_201)) }));

        bool Earns(Campaign campaign) => campaign.Earns(Scenarios.Market, Scenarios.ServiceClass, null, paid, Orders.Now);
    }
}
