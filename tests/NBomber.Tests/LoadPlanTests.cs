using FsCheck.Fluent;
using NBomber.Contracts;
using NBomber.CSharp;
using NBomber.Engine;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.NBomber.Tests;

/// <summary>When what is to start.</summary>
public sealed class LoadPlanTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Arrivals_Inject_AreEvenlySpread()
    {
        var arrivals = Plan(Simulation.Inject(4, Second, TimeSpan.FromSeconds(2))).Arrivals().Select(instant => instant.TotalMilliseconds).ToArray();
        Assert.Equal([125, 375, 625, 875, 1125, 1375, 1625, 1875], arrivals);
    }

    [Fact]
    public void Arrivals_RampingInject_GrowFromTheRateBefore()
    {
        // From 0 to 10 a second in 10 s are 50, half of them in the last 3 s; then 10 a second, and down again.
        var arrivals = Plan(
            Simulation.RampingInject(10, Second, TimeSpan.FromSeconds(10)), Simulation.Inject(10, Second, TimeSpan.FromSeconds(10)), Simulation.RampingInject(0, Second, TimeSpan.FromSeconds(10))).Arrivals().ToArray();
        Assert.Equal(200, arrivals.Length);
        Assert.Equal(50, arrivals.Count(instant => instant < TimeSpan.FromSeconds(10)));
        Assert.Equal(25, arrivals.Count(instant => instant < TimeSpan.FromSeconds(10 / Math.Sqrt(2))));
        Assert.Equal(50, arrivals.Count(instant => instant > TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Arrivals_OfAnyPlan_AreInOrderAndAsManyAsTheAreaUnderItsRate() => Law.Holds(Parts(), parts =>
    {
        var plan = Plan(parts);
        var arrivals = plan.Arrivals().ToArray();
        Assert.Equal(arrivals.Order(), arrivals);
        Assert.All(arrivals, instant => Assert.InRange(instant, TimeSpan.Zero, plan.Duration));
        var (area, rate, begin) = (0.0, 0.0, TimeSpan.Zero);
        foreach (var part in parts)
        {
            var to = part.Kind == LoadKind.Pause ? 0 : part.RatePerSecond;
            var from = part.Kind == LoadKind.RampingInject ? rate : to;
            area += (from + to) / 2 * part.During.TotalSeconds;
            (rate, begin) = (to, begin + part.During);
            Assert.InRange(arrivals.Count(instant => instant <= begin), Math.Floor(area - 0.51), Math.Ceiling(area + 0.51));
        }
    });

    [Fact]
    public void Copies_OfAClosedPlan_FollowItsRamps()
    {
        var plan = Plan(Simulation.RampingConstant(10, TimeSpan.FromSeconds(10)), Simulation.KeepConstant(10, TimeSpan.FromSeconds(5)), Simulation.RampingConstant(2, TimeSpan.FromSeconds(4)));
        Assert.True(plan.IsClosed);
        Assert.Equal([0, 5, 10, 10, 6, 2, 0], new[] { 0, 5, 10, 14.9, 17, 18.99, 19 }.Select(at => plan.CopiesAt(TimeSpan.FromSeconds(at))));
    }

    [Fact]
    public void Plan_MixedModels_IsRefusedWithWhatToDo()
    {
        var fault = Assert.Throws<ArgumentException>(() => Plan(Simulation.Inject(1, Second, Second), Simulation.KeepConstant(1, Second)));
        Assert.Contains("Make two scenarios of it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_WithoutParts_IsRefused() => Assert.Throws<ArgumentException>(() => Plan());

    [Fact]
    public void Simulation_NonsenseTimes_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulation.Inject(1, TimeSpan.Zero, Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulation.KeepConstant(-1, Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulation.Pause(TimeSpan.Zero));
    }

    private static LoadPlan Plan(params LoadSimulation[] parts) => new("any", parts);

    private static FsCheck.Gen<LoadSimulation[]> Parts() =>
        from count in Gen.Choose(1, 5)
        from parts in Gen.ArrayOf(
            from kind in Gen.Choose(0, 2)
            from rate in Gen.Choose(0, 200)
            from interval in Gen.Choose(100, 3_000)
            from during in Gen.Choose(1, 5_000)
            select kind switch
            {
                0 => Simulation.Inject(rate, TimeSpan.FromMilliseconds(interval), TimeSpan.FromMilliseconds(during)),
                1 => Simulation.RampingInject(rate, TimeSpan.FromMilliseconds(interval), TimeSpan.FromMilliseconds(during)),
                _ => Simulation.Pause(TimeSpan.FromMilliseconds(during)),
            },
            count)
        select parts;
}
