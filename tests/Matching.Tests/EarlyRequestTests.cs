using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Matching.Commitments;
using O2O.Dispatch.Matching.Policies;
using O2O.Dispatch.Matching.Skills;

namespace O2O.Dispatch.Matching.Tests;

/// <summary>What somebody who may have it would be at too soon is left for a later round, and nothing else is. A failure prints the round's seed.</summary>
public class EarlyRequestTests
{
    private static readonly TableTimes Line = new(new[,] { { 0, 10, 90 }, { 10, 0, 80 }, { 90, 80, 0 } });

    [Fact]
    public void WithoutEarly_AnyPool_LeavesOutWhatSomebodyWhoMayHaveItIsAtTooSoon() => Prop.ForAll<int>(seed =>
    {
        var plain = Rounds.RandomPool(seed);
        var random = new Random(seed + 2);
        int[] able = [.. plain.Vehicles.ToArray().Select(v => v.Slot).Where(_ => random.Next(2) == 0)];
        MatchingRequest[] requests =
        [
            .. plain.Requests.ToArray().Select(r => r with { Asks = random.Next(2), NotBeforeMilliseconds = random.Next(3) == 0 ? MatchingRequest.AnyTime : plain.NowMilliseconds + random.Next(-5, 80) }),
        ];
        var problem = new MatchingProblem(plain.NowMilliseconds, requests, plain.Vehicles.ToArray(), plain.TravelTimes)
        {
            Demand = plain.Demand, LastPrices = plain.LastPrices, Explains = true, Skills = new SkillBook([able]),
        };
        var rest = problem.WithoutEarly();
        var stay = problem.Requests.ToArray().Where(r => r.IsHeld || !problem.Vehicles.ToArray().Any(v =>
            (r.Asks == MatchingRequest.Nothing || able.Contains(v.Slot)) && Rounds.Cost(problem, r, v) is { } pickUp && problem.NowMilliseconds + pickUp < r.NotBeforeMilliseconds));
        return (rest.Requests.ToArray().Select(r => r.Key).SequenceEqual(stay.Select(r => r.Key)) && rest.Vehicles.SequenceEqual(problem.Vehicles)
            && (rest.Demand, rest.LastPrices, rest.Explains, rest.Skills) == (problem.Demand, problem.LastPrices, true, problem.Skills)).Label($"seed {seed}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void WithoutEarly_NobodyIsTooSoon_IsTheRoundItself()
    {
        var far = Problem(notBefore: 80, new MatchingVehicle(0, 2), new MatchingVehicle(1, 1, FreeInMilliseconds: 80));
        Assert.Same(far, far.WithoutEarly());
        Assert.True(Problem(notBefore: 81, new MatchingVehicle(0, 2)).WithoutEarly().Requests.IsEmpty);
        var any = Problem(MatchingRequest.AnyTime, new MatchingVehicle(0, 1));
        Assert.Same(any, any.WithoutEarly());
    }

    /// <summary>Somebody near has promised to be elsewhere, and may not have it: whoever is farther away sets out now.</summary>
    [Fact]
    public void WithoutEarly_WhoIsNearHasPromisedSomethingElse_Stays()
    {
        var plain = Problem(notBefore: 60, new MatchingVehicle(0, 1), new MatchingVehicle(1, 2));
        Assert.True(plain.WithoutEarly().Requests.IsEmpty);
        var promised = new MatchingProblem(0, plain.Requests.ToArray(), plain.Vehicles.ToArray(), Line)
        {
            Commitments = new CommitmentBook([new VehicleCommitment(0, 2, 70, 2, 75)], [new RequestWork(7, 1, 5, null)], 0),
        };
        Assert.Same(promised, promised.WithoutEarly());
        Assert.Equal([new MatchedPair(7, 1, 80)], new NearestPolicy().Solve(promised.WithoutEarly()).Pairs);
    }

    private static MatchingProblem Problem(long notBefore, params MatchingVehicle[] vehicles) =>
        new(0, [new MatchingRequest(7, 0, 1, 0, 100, NotBeforeMilliseconds: notBefore)], vehicles, Line);
}
