using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Matching.Explanations;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Matching.Tests;

/// <summary>What a round says of itself agrees with a look at every pair. A failure prints the round's seed.</summary>
public class ExplanationTests
{
    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    public void Solve_AnyRound_ExplainsEveryDecisionAsALookAtEveryPairWould(string name) => Prop.ForAll<int>(seed =>
    {
        var round = Rounds.Random(seed, 12, 20);
        var problem = new MatchingProblem(round.NowMilliseconds, round.Requests.ToArray(), round.Vehicles.ToArray(), round.TravelTimes) { Explains = true };
        var plan = MatchingPolicies.Named(name).Solve(problem);
        var chosen = plan.Pairs.ToDictionary(pair => pair.RequestKey, pair => pair.VehicleSlot);
        foreach (var swap in plan.Swaps)
        {
            chosen[swap.RequestKey] = swap.ToSlot;
        }

        var held = problem.Requests.ToArray().Where(request => request.IsHeld && !chosen.ContainsKey(request.Key)).Select(request => request.Key).ToHashSet();
        var explained = plan.Explanations.ToDictionary(one => one.RequestKey);
        var wrong = problem.Requests.ToArray().Where(request => !held.Contains(request.Key)).Select(request => Fault(problem, request, explained, chosen, plan)).FirstOrDefault(fault => fault is not null);
        return (wrong is null && explained.Count == problem.Requests.Length - held.Count).Label($"seed {seed}: {wrong}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Solve_NotAsked_ExplainsNothing() => Assert.Empty(new NearestPolicy().Solve(Rounds.Random(7, 12, 20)).Explanations);

    private static string? Fault(
        MatchingProblem problem, MatchingRequest request, Dictionary<int, MatchExplanation> explained, Dictionary<int, int> chosen, MatchingPlan plan)
    {
        if (!explained.TryGetValue(request.Key, out var one))
        {
            return $"request {request.Key} is not explained";
        }

        // A vehicle that holds another request can lose it only by a swap, so what a swap costs joins the cost: the parts are told, the sum is compared.
        int late = 0, far = 0, excluded = 0, lacking = 0;
        var possible = new List<int>();
        foreach (var vehicle in problem.Vehicles)
        {
            var drive = problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode);
            if (problem.NowMilliseconds + vehicle.FreeInMilliseconds + (long)drive > request.DeadlineMilliseconds)
            {
                late++;
            }
            else if (drive > request.LongestDriveMilliseconds)
            {
                far++;
            }
            else if ((vehicle.Flags & request.RequiredFlags) != request.RequiredFlags)
            {
                lacking++;
            }
            else if (request.ExcludedSlots.ToArray().Contains(vehicle.Slot))
            {
                excluded++;
            }
            else
            {
                possible.Add(vehicle.Slot);
            }
        }

        var counted = new FilteredCounts(late, far, excluded, lacking);
        var slots = one.Candidates.Select(candidate => candidate.Slot).ToList();
        return one.Filtered != counted ? $"request {request.Key}: {one.Filtered}, {counted} by looking"
            : one.ChosenSlot != chosen.GetValueOrDefault(request.Key, MatchingRequest.Nobody) ? $"request {request.Key}: chosen {one.ChosenSlot}"
            : one.ChosenSlot != MatchingRequest.Nobody && !slots.Contains(one.ChosenSlot) ? $"request {request.Key}: the chosen one is not among its candidates"
            : slots.Count != Math.Min(MatchExplanation.MostCandidates, possible.Count) ? $"request {request.Key}: {slots.Count} candidates of {possible.Count} possible"
            : slots.Except(possible).Any() ? $"request {request.Key}: a candidate is none"
            : !one.Candidates.Select(candidate => candidate.CostMilliseconds).SequenceEqual(one.Candidates.Select(candidate => candidate.CostMilliseconds).Order()) ? $"request {request.Key}: not in order of cost"
            : one.Candidates.Any(candidate => candidate.DriveMilliseconds != problem.TravelTimes.Milliseconds(Vehicle(problem, candidate.Slot).Node, request.PickUpNode)) ? $"request {request.Key}: a drive is wrong"
            : one.Reason is null == (one.ChosenSlot == MatchingRequest.Nobody) ? $"request {request.Key}: reason {one.Reason}"
            : one.ChosenSlot == MatchingRequest.Nobody && one.Reason != plan.Unmatched.Single(unmatched => unmatched.RequestKey == request.Key).Reason ? $"request {request.Key}: reason {one.Reason}"
            : null;
    }

    private static MatchingVehicle Vehicle(MatchingProblem problem, int slot) => problem.Vehicles.ToArray().Single(vehicle => vehicle.Slot == slot);
}
