using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Matching.Checks;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Matching.Tests;

/// <summary>Laws of the policies over random rounds. A failure prints the round's seed and FsCheck's replay.</summary>
public class PolicyTests
{
    private static readonly NearestPolicy Nearest = new();
    private static readonly BatchedPolicy Batched = new();

    private static Config Rigor(int rounds) => Config.QuickThrowOnFailure.WithMaxTest(rounds);

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Solve_AnyRound_SatisfiesEveryConstraint(string name) => Prop.ForAll<int>(seed =>
    {
        var problem = Rounds.Random(seed, 12, 12);
        var verdict = PlanCheck.Check(problem, MatchingPolicies.Named(name).Solve(problem));
        return verdict.IsRight.Label($"seed {seed}: {verdict}");
    }).Check(Rigor(2_000));

    [Fact]
    public void Batched_SmallRound_EqualsBruteForce() => Prop.ForAll<int>(seed =>
    {
        var problem = Rounds.Random(seed);
        var plan = Batched.Solve(problem);
        return (Rounds.BruteForce(problem) == Rounds.Cost(problem, plan)).Label($"seed {seed}");
    }).Check(Rigor(3_000));

    [Theory]
    [InlineData(60, 60)]
    [InlineData(20, 90)]
    [InlineData(90, 20)]
    public void Batched_LargerRound_EqualsHungarian(int mostRequests, int mostVehicles) => Prop.ForAll<int>(seed =>
    {
        // More partners than a first list holds, so that lists must grow.
        var problem = Rounds.Random(seed, mostRequests, mostVehicles);
        var plan = Batched.Solve(problem);
        return (Hungarian.Solve(problem) == Rounds.Cost(problem, plan)).Label($"seed {seed}");
    }).Check(Rigor(300));

    [Fact]
    public void Nearest_AnyRound_EqualsANaiveLoop() => Prop.ForAll<int>(seed =>
    {
        var problem = Rounds.Random(seed, 15, 15);
        return Rounds.NaiveNearest(problem).SequenceEqual(Nearest.Solve(problem).Pairs).Label($"seed {seed}");
    }).Check(Rigor(2_000));

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Solve_InputInAnotherOrder_GivesTheSamePlan(string name) => Prop.ForAll<int>(seed =>
    {
        var policy = MatchingPolicies.Named(name);
        var problem = Rounds.Random(seed, 12, 12);
        var requests = problem.Requests.ToArray();
        var vehicles = problem.Vehicles.ToArray();
        new Random(seed).Shuffle(requests);
        new Random(seed).Shuffle(vehicles);
        var one = policy.Solve(problem);
        var two = policy.Solve(new MatchingProblem(problem.NowMilliseconds, requests, vehicles, problem.TravelTimes));
        return (one.Pairs.SequenceEqual(two.Pairs) && one.Unmatched.SequenceEqual(two.Unmatched)).Label($"seed {seed}");
    }).Check(Rigor(500));

    [Fact]
    public void Batched_AnyRound_ServesNoFewerThanNearest() => Prop.ForAll<int>(seed =>
    {
        var problem = Rounds.Random(seed, 25, 25);
        var (batched, nearest) = (Batched.Solve(problem), Nearest.Solve(problem));
        return (batched.Pairs.Count > nearest.Pairs.Count
            || (batched.Pairs.Count == nearest.Pairs.Count && Rounds.Cost(problem, batched).Cost <= Rounds.Cost(problem, nearest).Cost)).Label($"seed {seed}");
    }).Check(Rigor(500));

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Solve_NoVehicles_NamesIt(string name)
    {
        var plan = Solve(name, [Request(0, 0), Request(1, 0)], []);
        Assert.Empty(plan.Pairs);
        Assert.Equal([UnmatchedReason.NoVehicles, UnmatchedReason.NoVehicles], plan.Unmatched.Select(u => u.Reason));
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Solve_NoRequests_IsAnEmptyPlan(string name)
    {
        var plan = Solve(name, [], [new MatchingVehicle(0, 0)]);
        Assert.Empty(plan.Pairs);
        Assert.Empty(plan.Unmatched);
        plan = Solve(name, [], []);
        Assert.Empty(plan.Pairs);
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Solve_NothingFeasible_NamesEachReason(string name)
    {
        var late = Request(0, 1) with { DeadlineMilliseconds = 9 };
        var over = Request(1, 0) with { DeadlineMilliseconds = -1 };
        var small = Request(2, 1) with { LongestDriveMilliseconds = 9 };
        var excluded = Request(3, 0) with { ExcludedSlots = new[] { 4 } };
        var large = Request(4, 0) with { RequiredFlags = 2 };
        var plan = Solve(name, [late, over, small, excluded, large], [new MatchingVehicle(4, 0, 0, Flags: 1)]);
        Assert.Empty(plan.Pairs);
        Assert.Equal(
            [UnmatchedReason.AllTooFar, UnmatchedReason.AllTooFar, UnmatchedReason.AllTooFar, UnmatchedReason.AllExcluded, UnmatchedReason.AllExcluded],
            plan.Unmatched.Select(u => u.Reason));
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Solve_IdenticalPositions_GivesEachItsVehicleInOrder(string name)
    {
        var requests = Enumerable.Range(0, 6).Select(i => Request(i, 0)).ToArray();
        var vehicles = Enumerable.Range(0, 4).Select(i => new MatchingVehicle(i, 0)).ToArray();
        var plan = Solve(name, requests, vehicles);
        Assert.Equal(4, plan.Pairs.Count);
        Assert.Equal(0, plan.TotalPickUpMilliseconds);
        Assert.Equal(2, plan.Unmatched.Count(u => u.Reason == UnmatchedReason.LostToOthers));
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Solve_DeadlineExactlyMet_IsInTime(string name)
    {
        var plan = Solve(name, [Request(0, 1) with { DeadlineMilliseconds = 15 }], [new MatchingVehicle(0, 0, FreeInMilliseconds: 5)]);
        Assert.Equal([new MatchedPair(0, 0, 15)], plan.Pairs);
        plan = Solve(name, [Request(0, 1) with { DeadlineMilliseconds = 14 }], [new MatchingVehicle(0, 0, FreeInMilliseconds: 5)]);
        Assert.Empty(plan.Pairs);
    }

    [Fact]
    public void Policies_NearVehicleOfALaterRequest_AreToldApart()
    {
        // The earlier request could take either vehicle, the later only the near one: nearest serves one, batched both.
        var requests = new[] { Request(0, 0), Request(1, 0) with { DeadlineMilliseconds = 5 } };
        var vehicles = new[] { new MatchingVehicle(0, 0), new MatchingVehicle(1, 1) };
        Assert.Equal([new MatchedPair(0, 0, 0)], Solve("nearest", requests, vehicles).Pairs);
        Assert.Equal([new MatchedPair(0, 1, 10), new MatchedPair(1, 0, 0)], Solve("batched", requests, vehicles).Pairs);
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Solve_ExtremeTimes_DoNotOverflow(string name)
    {
        var far = new TableTimes(new[,] { { 0, int.MaxValue }, { int.MaxValue, 0 } });
        var request = new MatchingRequest(0, 0, 1, long.MinValue, long.MaxValue);
        var problem = new MatchingProblem(long.MinValue + 5, [request], [new MatchingVehicle(0, 0, 1), new MatchingVehicle(1, 0)], far);
        var plan = MatchingPolicies.Named(name).Solve(problem);
        Assert.Equal([new MatchedPair(0, 1, int.MaxValue)], plan.Pairs);
        Assert.True(PlanCheck.Check(problem, plan).IsRight);
    }

    [Fact]
    public void Named_UnknownPolicy_ListsTheNames() =>
        Assert.Contains("nearest, batched", Assert.Throws<ArgumentException>(() => MatchingPolicies.Named("cheapest")).Message, StringComparison.Ordinal);

    [Fact]
    public void Problem_BrokenInput_IsNamed()
    {
        var times = new TableTimes(new int[2, 2]);
        void Broken(string message, MatchingRequest[] requests, params MatchingVehicle[] vehicles) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => new MatchingProblem(0, requests, vehicles, times)).Message, StringComparison.Ordinal);
        Broken("off the network", [Request(0, 2)]);
        Broken("off the network", [], new MatchingVehicle(0, -1));
        Broken("Two requests", [Request(0, 0), Request(0, 1)]);
        Broken("there twice", [], new MatchingVehicle(1, 0), new MatchingVehicle(1, 1));
        Broken("free in -1", [], new MatchingVehicle(1, 0, -1));
        Broken("negative longest drive", [Request(0, 0) with { LongestDriveMilliseconds = -1 }]);
    }

    private static MatchingRequest Request(int key, int node) => new(key, key, node, 0, 1_000);

    private static MatchingPlan Solve(string name, MatchingRequest[] requests, MatchingVehicle[] vehicles)
    {
        var problem = new MatchingProblem(0, requests, vehicles, new TableTimes(new[,] { { 0, 10 }, { 10, 0 } }));
        var plan = MatchingPolicies.Named(name).Solve(problem);
        Assert.True(PlanCheck.Check(problem, plan).IsRight);
        return plan;
    }
}
