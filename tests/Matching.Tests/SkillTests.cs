using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Matching.Checks;
using O2O.Dispatch.Matching.Explanations;
using O2O.Dispatch.Matching.Policies;
using O2O.Dispatch.Matching.Skills;

namespace O2O.Dispatch.Matching.Tests;

/// <summary>Nobody gets a request without every skill that it asks for, and whoever is filtered for it lacks one. A failure prints the round's seed.</summary>
public class SkillTests
{
    private static readonly string[] Trades = ["boiler-gas", "electrician", "glazier", "plumber", "roofer"];

    private static readonly TableTimes Line = new(new[,] { { 0, 10, 90 }, { 10, 0, 80 }, { 90, 80, 0 } });

    public static TheoryData<string> Names => [.. MatchingPolicies.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_AnyPool_GivesNothingToWhoLacksASkill(string name) => Prop.ForAll<int>(seed =>
    {
        var asking = Asking(Rounds.RandomPool(seed), seed);
        var plan = MatchingPolicies.Named(name).Solve(asking.Problem);
        var verdict = PlanCheck.Check(asking.Problem, plan);
        var unable = plan.Pairs.Select(p => (p.RequestKey, Slot: p.VehicleSlot)).Concat(plan.Swaps.Select(s => (s.RequestKey, Slot: s.ToSlot)))
            .Where(given => !asking.Can(given.Slot, given.RequestKey)).ToList();
        return (verdict.IsRight && unable.Count == 0).Label($"seed {seed}: {verdict}, cannot be done by {string.Join(", ", unable)}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_AnyPool_FiltersOnlyWhoLacksASkill(string name) => Prop.ForAll<int>(seed =>
    {
        var asking = Asking(Rounds.RandomPool(seed), seed);
        var problem = asking.Problem;
        foreach (var decided in MatchingPolicies.Named(name).Solve(problem).Explanations)
        {
            var request = problem.Requests.ToArray().Single(r => r.Key == decided.RequestKey);
            var vehicles = problem.Vehicles.ToArray();
            if (!MatchingPolicies.Named(name).Needs.Repools)
            {
                // Those that hold a request stand aside.
                vehicles = [.. vehicles.Where(v => !problem.Requests.ToArray().Any(r => r.HeldBySlot == v.Slot))];
            }

            var unable = vehicles.Where(v => Rounds.Cost(problem, request, v) is not null && !asking.Can(v.Slot, request.Key)).Select(v => v.Slot).ToArray();
            if (decided.Filtered.LacksSkill != unable.Length || !decided.Unskilled.SequenceEqual(unable))
            {
                return false.Label($"seed {seed}: request {request.Key} passes by {string.Join(", ", decided.Unskilled)}; {string.Join(", ", unable)} lack a skill");
            }

            if (unable.Any(slot => slot != decided.ChosenSlot && slot != decided.HeldBySlot && decided.WhyNot(slot) != PassedBy.LacksSkill))
            {
                return false.Label($"seed {seed}: request {request.Key} says something else");
            }
        }

        return true.ToProperty();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_EverybodyCan_DecidesAsWithoutABook(string name) => Prop.ForAll<int>(seed =>
    {
        var plain = Rounds.RandomPool(seed);
        MatchingRequest[] asking = [.. plain.Requests.ToArray().Select(r => r with { Asks = 1 })];
        var one = MatchingPolicies.Named(name).Solve(plain);
        var two = MatchingPolicies.Named(name).Solve(With(plain, asking, new SkillBook([plain.Vehicles.ToArray().Select(v => v.Slot).ToArray()])));
        return (one.Pairs.SequenceEqual(two.Pairs) && one.Unmatched.SequenceEqual(two.Unmatched) && one.Kept.SequenceEqual(two.Kept) && one.Swaps.SequenceEqual(two.Swaps)
            && one.Moves.SequenceEqual(two.Moves)).Label($"seed {seed}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_TheNearestLacksASkill_TheNextGetsItAndTheReasonIsNamed(string name)
    {
        var plan = MatchingPolicies.Named(name).Solve(Problem([1], new MatchingVehicle(0, 0), new MatchingVehicle(1, 2)));
        Assert.Equal([new MatchedPair(7, 1, 80)], plan.Pairs);
        var decided = Assert.Single(plan.Explanations);
        Assert.Equal(new FilteredCounts(0, 0, 0, 0, LacksSkill: 1), decided.Filtered);
        Assert.Equal([0], decided.Unskilled);
        Assert.Equal(PassedBy.LacksSkill, decided.WhyNot(0));
        Assert.Equal([new MatchedPair(7, 0, 10)], MatchingPolicies.Named(name).Solve(Problem([1, 0], new MatchingVehicle(0, 0), new MatchingVehicle(1, 2))).Pairs);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_NobodyCan_SaysSo(string name)
    {
        foreach (var problem in new[] { Problem([], new MatchingVehicle(0, 0)), With(Problem([], new MatchingVehicle(0, 0)), null, null) })
        {
            var plan = MatchingPolicies.Named(name).Solve(problem);
            Assert.Equal([new UnmatchedRequest(7, UnmatchedReason.AllLackSkill)], plan.Unmatched);
            Assert.True(PlanCheck.Check(problem, plan).IsRight);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Solve_ItsHolderLacksTheSkillByNow_KeepsItUnlessAnotherHasIt(string name)
    {
        // The other stands there. Where it can do it, the policies that repool give it the request; where it cannot either, it stays where it is.
        MatchingProblem Held(params int[] able) => new(
            0, [new MatchingRequest(7, 0, 1, 0, 100_000, HeldBySlot: 0, Asks: 1)], [new MatchingVehicle(0, 0), new MatchingVehicle(1, 1)], new TableTimes(new[,] { { 0, 50_000 }, { 50_000, 0 } }))
        {
            Explains = true, Skills = new SkillBook([able]),
        };
        var policy = MatchingPolicies.Named(name);
        var plan = policy.Solve(Held());
        Assert.Equal([new MatchedPair(7, 0, 50_000)], plan.Kept);
        Assert.True(PlanCheck.Check(Held(), plan).IsRight);
        Assert.Equal(policy.Needs.Repools ? 1 : 0, policy.Solve(Held(1)).Swaps.Count);
    }

    [Fact]
    public void Check_APairWithoutTheSkill_IsAFault()
    {
        var problem = Problem([1], new MatchingVehicle(0, 0), new MatchingVehicle(1, 2));
        Assert.False(PlanCheck.Check(problem, new MatchingPlan([new MatchedPair(7, 0, 10)], [])).IsRight);
        Assert.True(PlanCheck.Check(problem, new MatchingPlan([new MatchedPair(7, 1, 80)], [])).IsRight);
    }

    [Fact]
    public void Unskilled_OfManyVehicles_NamesTheFirstAndCountsAll()
    {
        var vehicles = Enumerable.Range(0, 200).Select(slot => new MatchingVehicle(slot, 0)).ToArray();
        var decided = Assert.Single(MatchingPolicies.Named("batched").Solve(Problem([130], vehicles)).Explanations);
        Assert.Equal((130, 199), (decided.ChosenSlot, decided.Filtered.LacksSkill));
        Assert.Equal(Enumerable.Range(0, SkillBook.MostNamed), decided.Unskilled);
    }

    [Fact]
    public void Book_WhatCannotBe_IsNamed()
    {
        Assert.Contains("Slot -1", Assert.Throws<ArgumentException>(() => new SkillBook([[3, -1]])).Message, StringComparison.Ordinal);
        foreach (var asks in new[] { -1, 2 })
        {
            Assert.Contains("Request 7", Assert.Throws<ArgumentException>(() => With(Problem([]), [new MatchingRequest(7, 0, 1, 0, 100, Asks: asks)], new SkillBook([[0]]))).Message, StringComparison.Ordinal);
        }
    }

    private static MatchingProblem Problem(int[] able, params MatchingVehicle[] vehicles) =>
        new(0, [new MatchingRequest(7, 0, 1, 0, 100, Asks: 1)], vehicles, Line) { Explains = true, Skills = new SkillBook([able]) };

    private static MatchingProblem With(MatchingProblem plain, MatchingRequest[]? requests, SkillBook? book) =>
        new(plain.NowMilliseconds, requests ?? plain.Requests.ToArray(), plain.Vehicles.ToArray(), plain.TravelTimes) { Demand = plain.Demand, LastPrices = plain.LastPrices, Explains = true, Skills = book };

    /// <summary>The round with skills: of each vehicle some, of each request none or some.</summary>
    private static Asked Asking(MatchingProblem plain, int seed)
    {
        var random = new Random(seed + 3);
        HashSet<string> Some(int most) => [.. Trades.OrderBy(_ => random.Next()).Take(random.Next(most + 1))];
        var has = plain.Vehicles.ToArray().ToDictionary(v => v.Slot, _ => Some(Trades.Length));
        var asks = plain.Requests.ToArray().ToDictionary(r => r.Key, _ => Some(2));
        var sets = asks.Values.Where(set => set.Count > 0).DistinctBy(set => string.Join(',', set.Order(StringComparer.Ordinal))).ToList();
        var book = new SkillBook([.. sets.Select(set => (IReadOnlyCollection<int>)[.. has.Where(one => set.IsSubsetOf(one.Value)).Select(one => one.Key)])]);
        MatchingRequest[] requests = [.. plain.Requests.ToArray().Select(r => r with { Asks = sets.FindIndex(set => set.SetEquals(asks[r.Key])) + 1 })];
        return new Asked(With(plain, requests, book), has, asks);
    }

    private sealed record Asked(MatchingProblem Problem, Dictionary<int, HashSet<string>> Has, Dictionary<int, HashSet<string>> Asks)
    {
        public bool Can(int slot, int request) => Asks[request].IsSubsetOf(Has[slot]);
    }
}
