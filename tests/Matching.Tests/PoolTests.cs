using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Matching.Checks;
using O2O.Dispatch.Matching.Demand;
using O2O.Dispatch.Matching.Explanations;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Matching.Tests;

/// <summary>Laws over rounds with held requests, prices of an earlier round, vehicles that may be sent. A failure prints the round's seed.</summary>
public class PoolTests
{
    private static readonly TableTimes Line = new(new[,] { { 0, 10, 20, 90 }, { 10, 0, 10, 80 }, { 20, 10, 0, 70 }, { 90, 80, 70, 0 } });

    private static Config Rigor(int rounds) => Config.QuickThrowOnFailure.WithMaxTest(rounds);

    public static TheoryData<string> Names => [.. MatchingPolicies.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_AnyPool_SatisfiesEveryConstraint(string name) => Prop.ForAll<int>(seed =>
    {
        var problem = Rounds.RandomPool(seed);
        var verdict = PlanCheck.Check(problem, Policy(name).Solve(problem));
        return verdict.IsRight.Label($"seed {seed}: {verdict}");
    }).Check(Rigor(2_000));

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_AnyPoolInAnotherOrder_GivesTheSamePlan(string name) => Prop.ForAll<int>(seed =>
    {
        var problem = Rounds.RandomPool(seed);
        var requests = problem.Requests.ToArray();
        var vehicles = problem.Vehicles.ToArray();
        new Random(seed).Shuffle(requests);
        new Random(seed).Shuffle(vehicles);
        var one = Policy(name).Solve(problem);
        var two = Policy(name).Solve(new MatchingProblem(problem.NowMilliseconds, requests, vehicles, problem.TravelTimes) { Demand = problem.Demand, LastPrices = problem.LastPrices });
        return (one.Pairs.SequenceEqual(two.Pairs) && one.Unmatched.SequenceEqual(two.Unmatched) && one.Kept.SequenceEqual(two.Kept)
            && one.Swaps.SequenceEqual(two.Swaps) && one.Moves.SequenceEqual(two.Moves)).Label($"seed {seed}");
    }).Check(Rigor(500));

    [Fact]
    public void Reassign_AnyPool_EqualsHungarian() => Prop.ForAll<int>(seed =>
    {
        var problem = Rounds.RandomPool(seed, 40, 40);
        const int Penalty = 7;
        var plan = new ReassignPolicy(swapPenaltyMilliseconds: Penalty).Solve(problem);
        var asIfRotated = plan.Kept.Where(k => plan.LeftOutRotations.All(s => s.RequestKey != k.RequestKey)).Sum(k => (long)k.PickUpMilliseconds);
        var cost = Rounds.Cost(problem, plan).Cost + asIfRotated + plan.Swaps.Concat(plan.LeftOutRotations).Sum(s => s.NewPickUpMilliseconds + (long)Penalty);
        var served = plan.Pairs.Count + plan.Kept.Count + plan.Swaps.Count;
        return (Hungarian.SolvePool(problem, Penalty) == (served, cost)).Label($"seed {seed}");
    }).Check(Rigor(500));

    [Fact]
    public void Reassign_NobodyWaits_EverySwapSavesEnough() => Prop.ForAll<int>(seed =>
    {
        var problem = Rounds.RandomPool(seed, 15, 15, onlyHeld: true);
        var plan = new ReassignPolicy(swapPenaltyMilliseconds: 5).Solve(problem);

        // Chain by chain: each ends where the next swap does not free the vehicle the one before it went from.
        var saved = 0L;
        for (var i = 0; i < plan.Swaps.Count; i++)
        {
            saved += plan.Swaps[i].OldPickUpMilliseconds - plan.Swaps[i].NewPickUpMilliseconds - 5;
            if (i + 1 == plan.Swaps.Count || plan.Swaps[i + 1].ToSlot != plan.Swaps[i].FromSlot)
            {
                if (saved < 0)
                {
                    return false.Label($"seed {seed}: a chain saves {saved} ms less than it must");
                }

                saved = 0;
            }
        }

        return true.Label($"seed {seed}");
    }).Check(Rigor(1_000));

    [Fact]
    public void Reassign_ChainOfSwaps_StartsAtTheFreeEnd()
    {
        // Each vehicle stands where the next request is picked up: all move on by one, the last to the free vehicle.
        var plan = Solve(
            new ReassignPolicy(swapPenaltyMilliseconds: 1),
            [Held(1, 1, 10), Held(2, 2, 11), Held(3, 3, 12)],
            [new(10, 0), new(11, 1), new(12, 2), new(13, 3)]);
        Assert.Equal([new(3, 12, 13, 70, 0), new(2, 11, 12, 10, 0), new MatchedSwap(1, 10, 11, 10, 0)], plan.Swaps);
    }

    [Fact]
    public void Reassign_Rotation_IsLeftOutAndNamed()
    {
        var plan = Solve(new ReassignPolicy(swapPenaltyMilliseconds: 1), [Held(1, 1, 10), Held(2, 0, 11)], [new(10, 0), new(11, 1)]);
        Assert.Empty(plan.Swaps);
        Assert.Equal(2, plan.LeftOutRotations.Count);
        Assert.Equal([new(1, 10, 10), new MatchedPair(2, 11, 10)], plan.Kept);
    }

    [Fact]
    public void Reassign_SwapThatSavesTooLittle_IsNotMade()
    {
        MatchingRequest[] requests = [Held(1, 1, 10)];
        MatchingVehicle[] vehicles = [new(10, 0), new(11, 1)];
        Assert.Empty(Solve(new ReassignPolicy(swapPenaltyMilliseconds: 11), requests, vehicles).Swaps);
        Assert.Single(Solve(new ReassignPolicy(swapPenaltyMilliseconds: 9), requests, vehicles).Swaps);
        Assert.Empty(Solve(new ReassignPolicy(swapPenaltyMilliseconds: 9), [requests[0] with { MaySwap = false }], vehicles).Swaps);
    }

    [Fact]
    public void Reassign_HeldAndLate_StaysServed()
    {
        // The waiting request would be served sooner, and the held one is late already: it keeps its vehicle all the same.
        var plan = Solve(new ReassignPolicy(), [Held(1, 3, 10) with { DeadlineMilliseconds = 5 }, new(2, 2, 0, 0, 100)], [new(10, 0)]);
        Assert.Equal([new MatchedPair(1, 10, 90)], plan.Kept);
        Assert.Equal([new UnmatchedRequest(2, UnmatchedReason.LostToOthers)], plan.Unmatched);
    }

    [Theory]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Solve_RequestPassedBy_WaitedNoLongerThanItCostsMore(string name) => Prop.ForAll<int>(seed =>
    {
        // The bound on starving: no vehicle that may have a request goes to one that has waited less by more than what it is nearer.
        var problem = Rounds.RandomPool(seed);
        var plan = Policy(name).Solve(problem);
        var requests = problem.Requests.ToArray().ToDictionary(r => r.Key);
        var vehicles = problem.Vehicles.ToArray().ToDictionary(v => v.Slot);
        foreach (var loser in plan.Unmatched.Select(u => requests[u.RequestKey]))
        {
            foreach (var pair in plan.Pairs)
            {
                if (Rounds.Cost(problem, loser, vehicles[pair.VehicleSlot]) is { } cost
                    && Rounds.Price(problem, loser) - Rounds.Price(problem, requests[pair.RequestKey]) > cost - pair.PickUpMilliseconds)
                {
                    return false.Label($"seed {seed}: request {loser.Key} starves for {pair}");
                }
            }
        }

        return true.Label($"seed {seed}");
    }).Check(Rigor(1_000));

    [Theory]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Solve_NearRequestsWithoutEnd_TheFarOneGetsItsTurn(string name)
    {
        // One vehicle, again and again free at node 0, and a new request there every 5 ms: the far one costs 90 more, so after 90 ms of waiting it is served.
        for (var now = 0; ; now += 5)
        {
            Assert.True(now <= 95);
            var problem = new MatchingProblem(now, [new(1, 1, 3, 0, 10_000), new(2, 2, 0, now, 10_000)], [new(10, 0)], Line);
            if (Policy(name).Solve(problem).Pairs.Single().RequestKey == 1)
            {
                break;
            }
        }
    }

    [Fact]
    public void Batched_Window_IsZeroWhenRichAndGrowsWithScarcity()
    {
        var batched = new BatchedPolicy();
        Assert.Equal(0, batched.NextWindow(new(0, 1, 5_000)));
        Assert.Equal(0, batched.NextWindow(new(10, 40, 10_000)));
        Assert.Equal(1_000, batched.NextWindow(new(10, 5, 0)));
        Assert.Equal(4_000, batched.NextWindow(new(10, 5, 2_000)));
        Assert.Equal(10_000, batched.NextWindow(new(10, 5, 8_000)));
        Assert.Equal(2_500, batched.NextWindow(new(10, 20, 5_000)));
        Assert.Equal(10_000, batched.NextWindow(new(int.MaxValue, 0, int.MaxValue)));
        Prop.ForAll<int, int, int>((open, idle, window) => batched.NextWindow(new(Math.Abs(open % 5_000), Math.Abs(idle % 5_000), Math.Abs(window % 20_000)))
            <= batched.NextWindow(new(Math.Abs(open % 5_000) + 1, Math.Abs(idle % 5_000), Math.Abs(window % 20_000)))).Check(Rigor(1_000));
    }

    [Fact]
    public void Reposition_IdleVehicleFarFromDemand_IsSentAndOthersStay()
    {
        var times = new TableTimes(new[,] { { 0, 90_000 }, { 90_000, 0 } });
        var forecast = new DemandForecast(2);
        for (var i = 0; i < 10; i++)
        {
            forecast.Observe(1, i);
        }

        // Slot 1 is there already, 2 on its way, 3 may not be sent, 4 is too near to nothing else and goes.
        var problem = new MatchingProblem(
            40_000, [], [new(1, 1, MayMove: true), new(2, 0, MovingTo: 1), new(3, 0), new(4, 0, MayMove: true)], times) { Demand = forecast.At(40_000) };
        var policy = new RepositionPolicy(repositioning: new Repositioning(PlacesPerVehicle: 1));
        var plan = policy.Solve(problem);
        Assert.True(PlanCheck.Check(problem, plan).IsRight);
        Assert.Equal([new VehicleMove(4, 1, 90_000)], plan.Moves);
        Assert.Empty(policy.Solve(new MatchingProblem(50_000, [], problem.Vehicles.ToArray(), times) { Demand = forecast.At(50_000) }).Moves);
        Assert.Empty(policy.Solve(new MatchingProblem(40_000, [], problem.Vehicles.ToArray(), times)).Moves);
    }

    [Fact]
    public void Forecast_Stream_IsThePastOnlyAndForgets()
    {
        var forecast = new DemandForecast(3);
        Assert.True(forecast.At(long.MaxValue).Places.IsEmpty);
        forecast.Observe(0, 1_000);
        var before = forecast.At(2_000);
        forecast.Observe(1, 3_000);
        forecast.Observe(2, 2_000);
        Assert.Equal([0], before.Places.ToArray());
        Assert.Equal([2, 1, 0], forecast.At(4_000).Places.ToArray());
        Assert.Equal([2, 1], forecast.At(1_001 + DemandForecast.MemoryMilliseconds).Places.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => forecast.Observe(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => forecast.Observe(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DemandForecast(0));
        for (var i = 0; i < 2 * DemandForecast.MostRequests; i++)
        {
            forecast.Observe(i % 3, 4_000);
        }

        Assert.Equal(DemandForecast.MostRequests, forecast.At(4_000).Places.Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Explanations_AnyPool_TellTheTruth(string name) => Prop.ForAll<int>(seed =>
    {
        var problem = Rounds.RandomPool(seed, 12, 30);
        var plan = Policy(name).Solve(problem);
        var holding = plan.Kept.ToDictionary(k => k.VehicleSlot, k => k.RequestKey);
        var expected = plan.Pairs.Select(p => (p.RequestKey, p.VehicleSlot)).Concat(plan.Swaps.Select(s => (s.RequestKey, s.ToSlot)))
            .Concat(plan.Unmatched.Select(u => (u.RequestKey, MatchingRequest.Nobody))).Order();
        var isWhole = expected.SequenceEqual(plan.Explanations.Select(e => (e.RequestKey, e.ChosenSlot)).Order());
        var vehicles = problem.Vehicles.ToArray().Where(v => MatchingPolicies.Named(name).Needs.Repools || !problem.Requests.ToArray().Any(r => r.HeldBySlot == v.Slot)).ToArray();
        foreach (var explanation in plan.Explanations)
        {
            var request = problem.Requests.ToArray().Single(r => r.Key == explanation.RequestKey);
            var costs = vehicles.Select(v => Rounds.Cost(problem, request, v) is { } c ? c + (request.IsHeld && request.HeldBySlot != v.Slot ? 10_000 : 0) : (long?)null).Where(c => c is not null).Order().ToArray();
            var shown = explanation.Candidates.Select(c => (long?)c.CostMilliseconds).ToArray();
            isWhole &= request.IsHeld || costs.Take(Math.Min(7, costs.Length)).SequenceEqual(shown.Take(7));
            isWhole &= request.IsHeld || explanation.Filtered is var f && f.TooLate + f.TooFar + f.Excluded + f.Lacking + costs.Length == vehicles.Length;
            isWhole &= explanation.Candidates.Count <= MatchExplanation.MostCandidates && explanation.RegretMilliseconds is null == (explanation.ChosenSlot < 0);
            isWhole &= explanation.ChosenSlot < 0 || explanation.WhyNot(explanation.ChosenSlot) == PassedBy.ItGotIt;
            isWhole &= explanation.Candidates.All(c => !holding.TryGetValue(c.Slot, out var key) || key == c.GotRequestKey);
        }

        return isWhole.Label($"seed {seed}");
    }).Check(Rigor(500));

    [Fact]
    public void WhyNot_EachCase_IsNamed()
    {
        var problem = new MatchingProblem(
            0, [new(1, 1, 0, 0, 5), new(2, 2, 0, 0, 100), new(3, 3, 0, 0, 5)], [new(10, 0), new(11, 1), new(12, 2), new(13, 3)], Line) { Explains = true };
        var plan = new BatchedPolicy().Solve(problem);
        var (first, second, third) = (plan.Explanations[0], plan.Explanations[1], plan.Explanations[2]);
        Assert.Equal((10, 11), (first.ChosenSlot, second.ChosenSlot));
        Assert.Equal(PassedBy.ItGotIt, first.WhyNot(10));
        Assert.Equal(PassedBy.NotAmongTheBest, first.WhyNot(11));
        Assert.Equal(PassedBy.GotAnother, second.WhyNot(10));
        Assert.Equal(PassedBy.OtherWasSooner, second.WhyNot(12));
        Assert.Equal(PassedBy.GotAnother, third.WhyNot(10));
        Assert.Equal((UnmatchedReason.LostToOthers, null), (third.Reason!.Value, third.RegretMilliseconds));
        Assert.Equal(new FilteredCounts(3, 0, 0, 0), first.Filtered);
        Assert.Equal((0, 10), (first.RegretMilliseconds, second.RegretMilliseconds));
        Assert.Null(first.RunnerUp);
        Assert.Equal(10, second.RunnerUp!.Value.Slot);
    }

    [Fact]
    public void Problem_BrokenHolding_IsNamed()
    {
        void Broken(string message, MatchingRequest[] requests, params MatchingVehicle[] vehicles) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => new MatchingProblem(0, requests, vehicles, Line)).Message, StringComparison.Ordinal);
        Broken("held by vehicle 10, which is not in the round", [Held(1, 0, 10)]);
        Broken("which holds another one already", [Held(1, 0, 10), Held(2, 0, 10)], new MatchingVehicle(10, 0));
        Broken("held by vehicle -2", [Held(1, 0, -2)], new MatchingVehicle(10, 0));
        Broken("moves to node 4", [], new MatchingVehicle(10, 0, MovingTo: 4));
        Broken("has the price -2", [new(1, 1, 0, 0, 100, UnmatchedPriceMilliseconds: -2)]);
    }

    [Fact]
    public void Check_SpoiltSwapsAndMoves_AreRefused()
    {
        var problem = new MatchingProblem(0, [Held(1, 1, 10), Held(2, 2, 11)], [new(10, 0), new(11, 1), new(12, 2, MayMove: true), new(13, 3)], Line);
        var right = new ReassignPolicy(swapPenaltyMilliseconds: 1).Solve(problem);
        Assert.True(PlanCheck.Check(problem, right).IsRight);
        Assert.Equal(2, right.Swaps.Count);
        void Refused(MatchingPlan plan, string reason) => Assert.Contains(reason, PlanCheck.Check(problem, plan).ToString(), StringComparison.Ordinal);
        Refused(right with { Swaps = [.. right.Swaps.Reverse()] }, "has let go");
        Refused(right with { Swaps = [right.Swaps[0]] }, "decided 0 times");
        Refused(right with { Swaps = [right.Swaps[0] with { OldPickUpMilliseconds = 1 }, right.Swaps[1]] }, "wrong old pick-up");
        Refused(right with { Swaps = [right.Swaps[0] with { ToSlot = 13, NewPickUpMilliseconds = 70 }, right.Swaps[1]] }, "off their prices");
        Refused(right with { Swaps = [right.Swaps[0]], Unmatched = [new(1, UnmatchedReason.LostToOthers)] }, "it is held");
        Refused(right with { Kept = [new(1, 11, 0)], Swaps = [right.Swaps[0]] }, "is held by vehicle 10");
        Refused(right with { LeftOutRotations = [right.Swaps[0]] }, "not rotations");
        Refused(right with { Moves = [new(13, 0, 90)] }, "may not be moved");
        Refused(right with { Moves = [new(12, 0, 20)] }, "has a request");
        Refused(right with { Moves = [new(99, 0, 20)] }, "not in the round");
        var certificate = right.Certificate!;
        Refused(right with { Certificate = certificate with { UnmatchedPrices = [1, 1] } }, "does not make sure");
    }

    private static IMatchingPolicy Policy(string name) => MatchingPolicies.Named(name);

    private static MatchingRequest Held(int key, int node, int slot) => new(key, key, node, 0, 1_000, HeldBySlot: slot);

    private static MatchingPlan Solve(IMatchingPolicy policy, MatchingRequest[] requests, MatchingVehicle[] vehicles)
    {
        var problem = new MatchingProblem(0, requests, vehicles, Line);
        var plan = policy.Solve(problem);
        var verdict = PlanCheck.Check(problem, plan);
        Assert.True(verdict.IsRight, verdict.ToString());
        return plan;
    }
}
