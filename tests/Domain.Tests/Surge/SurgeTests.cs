using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Surge;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Surge;

public sealed class SurgeTests
{
    private static readonly DateTimeOffset Now = Scenarios.Now;
    private static readonly SurgePlan Plan = new(new BasisPoints(25_000), 0.5, new BasisPoints(5_000), TimeSpan.FromMinutes(2), new BasisPoints(1_000));

    [Fact]
    public void Next_DemandAndSupplyInBalance_StaysPlain()
    {
        var state = SurgeState.Plain(Now);
        for (var i = 1; i <= 100; i++)
        {
            state = state.Next(Plan, waiting: 5, free: 10, Now + TimeSpan.FromSeconds(4 * i));
        }

        Assert.Equal(BasisPoints.One, state.Shown);
    }

    [Fact]
    public void Next_AfterAHalfLife_HasGoneHalfOfTheWay()
    {
        // 2.5 requests for each: two beyond the balance, which comes to twice the price.
        var state = SurgeState.Plain(Now).Next(Plan, 25, 10, Now + Plan.HalfLife);
        Assert.Equal(1.5, state.Smooth, 9);
        Assert.Equal(15_000, state.Shown.Value);
    }

    [Fact]
    public void Next_HoweverOftenItIsCounted_ComesToTheSame()
    {
        var often = SurgeState.Plain(Now);
        for (var i = 1; i <= 600; i++)
        {
            often = often.Next(Plan, 25, 10, Now + TimeSpan.FromSeconds(i));
        }

        Assert.Equal(SurgeState.Plain(Now).Next(Plan, 25, 10, Now + TimeSpan.FromSeconds(600)).Smooth, often.Smooth, 9);
    }

    [Fact]
    public void Next_NearTheEdgeOfAStep_DoesNotFlicker()
    {
        var state = new SurgeState(1.5, new BasisPoints(15_000), Now);
        Assert.Equal(15_000, (state with { Smooth = 1.57 }).Next(Plan with { HalfLife = TimeSpan.FromDays(900) }, 0, 1, Now + TimeSpan.FromSeconds(1)).Shown.Value);
        Assert.Equal(16_000, (state with { Smooth = 1.58 }).Next(Plan with { HalfLife = TimeSpan.FromDays(900) }, 0, 1, Now + TimeSpan.FromSeconds(1)).Shown.Value);
    }

    [Fact]
    public void Next_Anything_StaysBetweenOneAndTheCapInWholeSteps() => Law.HoldsForChoices(60, choices =>
    {
        var (state, now) = (SurgeState.Plain(Now), Now);
        while (!choices.Over)
        {
            now += TimeSpan.FromSeconds(choices.Of(0, 4, 60, 3_600));
            state = state.Next(Plan, choices.Next(500), choices.Next(50), now);
            Assert.InRange(state.Shown.Value, 10_000, Plan.Cap.Value);
            Assert.InRange(state.Smooth, 1, 2.5);
            Assert.Equal(0, state.Shown.Value % Plan.Step.Value);
            Assert.InRange(Math.Abs((state.Smooth * 10_000) - state.Shown.Value), 0, 750.001);
        }
    });

    [Fact]
    public void Override_Counts_UntilItEnds()
    {
        var own = new SurgeOverride(new BasisPoints(30_000), Now + TimeSpan.FromMinutes(10), "ops", "The bridge is closed.");
        var state = SurgeState.Plain(Now) with { Override = own };
        Assert.Equal(own.Multiplier, state.MultiplierAt(own.Until - TimeSpan.FromTicks(1)));
        Assert.Equal(BasisPoints.One, state.MultiplierAt(own.Until));
        Assert.Equal(own, state.Next(Plan, 0, 1, Now + TimeSpan.FromMinutes(1)).Override);
        Assert.Null(state.Next(Plan, 0, 1, own.Until).Override);
    }

    [Fact]
    public void Faults_AreNamed()
    {
        Assert.Empty(Plan.Faults());
        Assert.Single((Plan with { Cap = new BasisPoints(9_999) }).Faults());
        Assert.Single((Plan with { BalancedRatio = double.NaN }).Faults());
        Assert.Single((Plan with { HalfLife = TimeSpan.Zero }).Faults());
        Assert.Single((Plan with { Step = BasisPoints.Zero }).Faults());
    }
}
