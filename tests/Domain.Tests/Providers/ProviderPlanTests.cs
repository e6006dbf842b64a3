using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Providers;

public sealed class ProviderPlanTests
{
    [Fact]
    public void Append_WithinLimits_PutsAllStopsBehind()
    {
        var plan = ProviderPlan.Empty.Append(Scenarios.Order(n: 1, load: 2), 0, new PlanLimits(4, 2))?.Append(Scenarios.Order(n: 2, vias: 1), 1, new PlanLimits(4, 2));
        Assert.NotNull(plan);
        Assert.Equal([Scenarios.Job(1), Scenarios.Job(2)], plan.Jobs.AsEnumerable());
        Assert.Equal([2, -2, 1, 0, -1], plan.Stops.Select(stop => stop.LoadChange));
        Assert.Equal((2, 2), (plan.JobCount, plan.FreeSlot));
    }

    [Fact]
    public void Append_BeyondALimitOrTwice_IsNothing()
    {
        var limits = new PlanLimits(2, 1);
        Assert.Null(ProviderPlan.Empty.Append(Scenarios.Order(load: 3), 0, limits));
        var plan = ProviderPlan.Empty.Append(Scenarios.Order(), 0, limits)!;
        Assert.Null(plan.Append(Scenarios.Order(n: 2), 1, limits));
        Assert.Null(plan.Append(Scenarios.Order(), 1, new PlanLimits(2, 2)));
        Assert.Null(plan.Append(Scenarios.Order(n: 2), 0, new PlanLimits(2, 2)));
    }

    [Fact]
    public void StopDone_AJobItDoesNotHold_Throws() => Assert.Throws<InvalidOperationException>(() => ProviderPlan.Empty.StopDone(Scenarios.Job()));

    [Fact]
    public void Without_AJobOnBoard_TakesItsLoadOff()
    {
        var limits = new PlanLimits(4, 2);
        var plan = ProviderPlan.Empty.Append(Scenarios.Order(n: 1, load: 3), 0, limits)!.Append(Scenarios.Order(n: 2), 1, limits)!;
        var onBoard = plan.StopDone(Scenarios.Job(1));
        Assert.Equal(3, onBoard.OnBoard);
        Assert.Equal(0, onBoard.Without(Scenarios.Job(1)).OnBoard);
        Assert.Same(plan, plan.Without(Scenarios.Job(9)));
    }

    [Fact]
    public void Faults_TwoSharedJobs_CountWhatIsOnBoardTogether()
    {
        var first = ProviderPlan.Empty.Append(Scenarios.Order(n: 1, load: 2), 0, new PlanLimits(2, 1))!.Stops;
        var second = ProviderPlan.Empty.Append(Scenarios.Order(n: 2, load: 2), 1, new PlanLimits(2, 1))!.Stops;
        var shared = new ProviderPlan([first[0], second[0], first[1], second[1]], 0);
        Assert.Empty(shared.Faults(new PlanLimits(4, 2)));
        Assert.Single(shared.Faults(new PlanLimits(3, 2)));
        Assert.Contains("chain limit is 1", Assert.Single(shared.Faults(new PlanLimits(4, 1))), StringComparison.Ordinal);
        Assert.NotEmpty(new ProviderPlan([first[1]], 0).Faults(new PlanLimits(4, 2)));
    }

    [Fact]
    public void Plan_AnyAppendsRemovalsAndStops_KeepsItsLimitsAndItsLoad() => Law.HoldsForChoices(80, choices =>
    {
        var limits = new PlanLimits(1 + choices.Next(4), 1 + choices.Next(3));
        var plan = ProviderPlan.Empty;
        var held = new Dictionary<JobId, (int Load, bool OnBoard)>();
        while (!choices.Over)
        {
            switch (choices.Next(4))
            {
                case 0 or 1:
                    var order = Scenarios.Order(n: 1 + choices.Next(6), vias: choices.Next(3), load: 1 + choices.Next(5));
                    var slot = choices.Next(3) == 0 ? choices.Next(3) : plan.FreeSlot;
                    var fits = !held.ContainsKey(order.Id) && held.Count < limits.ChainLimit && order.Load <= limits.Capacity && plan.Stops.All(stop => stop.Slot != slot);
                    var appended = plan.Append(order, slot, limits);
                    Assert.Equal(fits, appended is not null);
                    if (appended is not null)
                    {
                        Assert.Equal(plan, appended.Without(order.Id));
                        Assert.Equal(plan.Stops, appended.Stops.Take(plan.Stops.Length));
                        held.Add(order.Id, (order.Load, false));
                        plan = appended;
                    }

                    break;
                case 2 when held.Count > 0:
                    var gone = plan.Jobs[choices.Next(plan.JobCount)];
                    plan = plan.Without(gone);
                    held.Remove(gone);
                    break;
                case 3 when held.Count > 0:
                    var next = plan.Stops[0];
                    plan = plan.StopDone(next.Job);
                    held[next.Job] = (held[next.Job].Load, next.Kind != StopKind.DropOff);
                    if (next.Kind == StopKind.DropOff)
                    {
                        held.Remove(next.Job);
                    }

                    break;
            }

            Assert.Empty(plan.Faults(limits));
            Assert.Equal(held.Keys.Order(), plan.Jobs.Order());
            Assert.Equal(held.Values.Sum(job => job.OnBoard ? job.Load : 0), plan.OnBoard);
            Assert.DoesNotContain(plan.Stops, stop => stop.Slot == plan.FreeSlot);
            Assert.All(Enumerable.Range(0, plan.FreeSlot), taken => Assert.Contains(plan.Stops, stop => stop.Slot == taken));
        }

        while (plan.Stops.Length > 0)
        {
            plan = plan.StopDone(plan.Stops[0].Job);
        }

        Assert.Equal(ProviderPlan.Empty, plan);
    });
}
