using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Matching.Checks;
using O2O.Dispatch.Matching.Commitments;
using O2O.Dispatch.Matching.Explanations;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Matching.Tests;

/// <summary>Whoever gets a request keeps what it has promised, and whoever is filtered for it could not have. A failure prints the round's seed.</summary>
public class CommitmentTests
{
    private static readonly TableTimes Line = new(new[,] { { 0, 10, 20, 90 }, { 10, 0, 10, 80 }, { 20, 10, 0, 70 }, { 90, 80, 70, 0 } });

    public static TheoryData<string> Names => [.. MatchingPolicies.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_AnyPool_KeepsEveryCommitment(string name) => Prop.ForAll<int>(seed =>
    {
        var problem = Promising(Rounds.RandomPool(seed), seed);
        var plan = MatchingPolicies.Named(name).Solve(problem);
        var verdict = PlanCheck.Check(problem, plan);
        var missed = plan.Pairs.Select(p => (p.RequestKey, Slot: p.VehicleSlot)).Concat(plan.Swaps.Select(s => (s.RequestKey, Slot: s.ToSlot)))
            .Where(given => !DrivesThrough(problem, Request(problem, given.RequestKey), Vehicle(problem, given.Slot))).ToList();
        return (verdict.IsRight && missed.Count == 0).Label($"seed {seed}: {verdict}, missed by {string.Join(", ", missed)}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_AnyPool_FiltersOnlyWhoCouldNotHaveKeptIt(string name) => Prop.ForAll<int>(seed =>
    {
        var problem = Promising(Rounds.RandomPool(seed), seed);
        foreach (var decided in MatchingPolicies.Named(name).Solve(problem).Explanations)
        {
            var request = Request(problem, decided.RequestKey);
            var vehicles = problem.Vehicles.ToArray();
            if (!MatchingPolicies.Named(name).Needs.Repools)
            {
                // Those that hold a request stand aside.
                vehicles = [.. vehicles.Where(v => !problem.Requests.ToArray().Any(r => r.HeldBySlot == v.Slot))];
            }

            var missing = vehicles.Where(v => Rounds.Cost(problem, request, v) is not null && !DrivesThrough(problem, request, v)).Select(v => v.Slot).ToArray();
            if (decided.Filtered.WouldMissCommitment != missing.Length || !decided.Committed.SequenceEqual(missing))
            {
                return false.Label($"seed {seed}: request {request.Key} passes by {string.Join(", ", decided.Committed)}; {string.Join(", ", missing)} could not keep what they promised");
            }

            if (missing.Any(slot => slot != decided.ChosenSlot && slot != decided.HeldBySlot && decided.WhyNot(slot) != PassedBy.WouldMissCommitment))
            {
                return false.Label($"seed {seed}: request {request.Key} says something else");
            }
        }

        return true.ToProperty();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_NobodyPromisedAnything_DecidesAsWithoutABook(string name) => Prop.ForAll<int>(seed =>
    {
        var plain = Rounds.RandomPool(seed);
        var book = new CommitmentBook([], Work(plain, new Random(seed)), 5);
        var one = MatchingPolicies.Named(name).Solve(plain);
        var two = MatchingPolicies.Named(name).Solve(With(plain, book));
        return (one.Pairs.SequenceEqual(two.Pairs) && one.Unmatched.SequenceEqual(two.Unmatched) && one.Kept.SequenceEqual(two.Kept) && one.Swaps.SequenceEqual(two.Swaps)
            && one.Moves.SequenceEqual(two.Moves)).Label($"seed {seed}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_TheNearestHasPromisedSomething_TheNextGetsItAndTheReasonIsNamed(string name)
    {
        // It would be free at 2 at 30, and is at 1 at 40; promised is 42, with a margin of 3.
        var problem = Problem(42, [new MatchingVehicle(0, 0), new MatchingVehicle(1, 3)]);
        var plan = MatchingPolicies.Named(name).Solve(problem);
        Assert.Equal([new MatchedPair(7, 1, 80)], plan.Pairs);
        var decided = Assert.Single(plan.Explanations);
        Assert.Equal(1, decided.Filtered.WouldMissCommitment);
        Assert.Equal([0], decided.Committed);
        Assert.Equal(PassedBy.WouldMissCommitment, decided.WhyNot(0));

        // A millisecond more is enough.
        Assert.Equal([new MatchedPair(7, 0, 10)], MatchingPolicies.Named(name).Solve(Problem(43, [new MatchingVehicle(0, 0), new MatchingVehicle(1, 3)])).Pairs);
        Assert.Equal(-1, problem.Commitments!.Spare(problem, 7, 0));
        Assert.Null(problem.Commitments!.Spare(problem, 7, 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_NobodyCouldKeepWhatWasPromised_SaysSo(string name)
    {
        var plan = MatchingPolicies.Named(name).Solve(Problem(42, [new MatchingVehicle(0, 0)]));
        Assert.Equal([new UnmatchedRequest(7, UnmatchedReason.AllCommitted)], plan.Unmatched);
        Assert.True(PlanCheck.Check(Problem(42, [new MatchingVehicle(0, 0)]), plan).IsRight);
    }

    [Fact]
    public void Spare_BookedRequestBetweenTwoCommitments_CountsBoth()
    {
        // One ends at 1 at 100; the request begins at 1 at 110, takes 5 and ends at 2; the next begins at 1 at 130.
        MatchingProblem Booked(long at) => new(0, [new MatchingRequest(7, 0, 1, 0, 500)], [new MatchingVehicle(0, 0)], Line)
        {
            Commitments = new CommitmentBook(
                [new VehicleCommitment(0, 0, 80, 1, 100), new VehicleCommitment(0, 1, 130, 0, 150)], [new RequestWork(7, 2, 5, at)], 4),
        };
        Assert.Equal(-1, Booked(103).Commitments!.Spare(Booked(103), 7, 0));
        Assert.Equal(7 + 94, Booked(104).Commitments!.Spare(Booked(104), 7, 0));
        Assert.Equal(0 + 101, Booked(111).Commitments!.Spare(Booked(111), 7, 0));
        Assert.Equal(-1, Booked(112).Commitments!.Spare(Booked(112), 7, 0));
    }

    [Fact]
    public void Book_WhatCannotBe_IsNamed()
    {
        var request = new MatchingRequest(7, 0, 1, 0, 500);
        Assert.Contains("vehicle 3", Assert.Throws<ArgumentException>(() => new CommitmentBook([new VehicleCommitment(3, 0, 10, 0, 9)], [], 0)).Message, StringComparison.Ordinal);
        Assert.Contains("request 7", Assert.Throws<ArgumentException>(() => new CommitmentBook([], [new RequestWork(7, 0, 1), new RequestWork(7, 0, 2)], 0)).Message, StringComparison.Ordinal);
        Assert.Contains("request 7", Assert.Throws<ArgumentException>(() => new CommitmentBook([], [new RequestWork(7, 0, -1)], 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CommitmentBook([], [], -1));
        Assert.Contains("request 7", Assert.Throws<ArgumentException>(() => new MatchingProblem(0, [request], [], Line) { Commitments = new CommitmentBook([], [], 0) }).Message, StringComparison.Ordinal);
        Assert.Contains("vehicle 3", Assert.Throws<ArgumentException>(() => new MatchingProblem(0, [], [], Line)
        {
            Commitments = new CommitmentBook([new VehicleCommitment(3, 4, 1, 0, 2)], [], 0),
        }).Message, StringComparison.Ordinal);
        Assert.Contains("Request 7", Assert.Throws<ArgumentException>(() => new MatchingProblem(0, [request], [], Line)
        {
            Commitments = new CommitmentBook([], [new RequestWork(7, -1, 2)], 0),
        }).Message, StringComparison.Ordinal);
    }

    private static MatchingProblem Problem(long due, MatchingVehicle[] vehicles) => new(0, [new MatchingRequest(7, 0, 1, 0, 100)], vehicles, Line)
    {
        Commitments = new CommitmentBook([new VehicleCommitment(0, 1, due, 1, due + 5)], [new RequestWork(7, 2, 20)], 3), Explains = true,
    };

    /// <summary>The round with promises that each vehicle could keep by itself, one after another.</summary>
    private static MatchingProblem Promising(MatchingProblem plain, int seed)
    {
        var random = new Random(seed + 2);
        var margin = random.Next(4);
        var commitments = new List<VehicleCommitment>();
        foreach (var vehicle in plain.Vehicles)
        {
            var (at, time) = (vehicle.Node, plain.NowMilliseconds + vehicle.FreeInMilliseconds);
            for (var i = random.Next(4) - 1; i > 0; i--)
            {
                var node = random.Next(plain.TravelTimes.NodeCount);
                var due = time + plain.TravelTimes.Milliseconds(at, node) + margin + random.Next(80);
                (at, time) = (random.Next(plain.TravelTimes.NodeCount), due + random.Next(30));
                commitments.Add(new VehicleCommitment(vehicle.Slot, node, due, at, time));
            }
        }

        return With(plain, new CommitmentBook(commitments, Work(plain, random), margin));
    }

    private static List<RequestWork> Work(MatchingProblem plain, Random random) =>
        [.. plain.Requests.ToArray().Select(r => new RequestWork(r.Key, random.Next(plain.TravelTimes.NodeCount), random.Next(40), random.Next(3) == 0 ? plain.NowMilliseconds + random.Next(150) : null))];

    private static MatchingProblem With(MatchingProblem plain, CommitmentBook book) =>
        new(plain.NowMilliseconds, plain.Requests.ToArray(), plain.Vehicles.ToArray(), plain.TravelTimes) { Demand = plain.Demand, LastPrices = plain.LastPrices, Explains = true, Commitments = book };

    private static MatchingRequest Request(MatchingProblem problem, int key) => problem.Requests.ToArray().Single(r => r.Key == key);

    private static MatchingVehicle Vehicle(MatchingProblem problem, int slot) => problem.Vehicles.ToArray().Single(v => v.Slot == slot);

    /// <summary>Lets the vehicle do the request and what it promised in the order of time, and looks at its watch at each door.</summary>
    private static bool DrivesThrough(MatchingProblem problem, MatchingRequest request, MatchingVehicle vehicle)
    {
        var work = problem.Commitments!.Work.Single(one => one.Key == request.Key);
        var promised = problem.Commitments.Commitments.Where(one => one.Slot == vehicle.Slot).OrderBy(one => one.DueMilliseconds).ToList();
        var before = work.BookedMilliseconds is { } booked ? promised.Count(one => one.DueMilliseconds < booked) : 0;
        var clock = problem.NowMilliseconds + vehicle.FreeInMilliseconds;
        var at = vehicle.Node;
        if (before > 0)
        {
            (at, clock) = (promised[before - 1].EndNode, promised[before - 1].EndMilliseconds);
        }

        clock += problem.TravelTimes.Milliseconds(at, request.PickUpNode);
        if (before > 0 && clock + problem.Commitments.MarginMilliseconds > work.BookedMilliseconds)
        {
            return false;
        }

        // A booked request that the vehicle would drive to at once is held against its way from where it is now.
        var direct = problem.NowMilliseconds + vehicle.FreeInMilliseconds + problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode);
        clock = Math.Max(Math.Max(direct, clock), work.BookedMilliseconds ?? 0) + work.WorkMilliseconds;
        at = work.EndNode;
        foreach (var next in promised.Skip(before))
        {
            clock += problem.TravelTimes.Milliseconds(at, next.Node);
            if (clock + problem.Commitments.MarginMilliseconds > next.DueMilliseconds)
            {
                return false;
            }

            (at, clock) = (next.EndNode, next.EndMilliseconds);
        }

        return true;
    }
}
