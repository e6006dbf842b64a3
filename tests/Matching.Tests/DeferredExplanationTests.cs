using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Candidates;
using O2O.Dispatch.Matching.Explanations;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Matching.Tests;

/// <summary>What nearest tells later is what it would have told at once. A failure prints the round's seed.</summary>
public class DeferredExplanationTests
{
    [Fact]
    public void Explanations_AskedInAnyWay_AreThoseOfALookAtEveryPairAtOnce() => Prop.ForAll<int>(seed =>
    {
        var round = Rounds.Random(seed, 12, 40);
        var problem = new MatchingProblem(
            round.NowMilliseconds, [.. round.Requests.ToArray().Where(request => !request.IsHeld)], round.Vehicles.ToArray(), round.TravelTimes) { Explains = true };
        var plan = new NearestPolicy().Solve(problem);
        var expected = AtOnce(problem, plan).Select(Text).ToArray();
        var deferred = (DeferredExplanations)plan.Explanations;
        var backwards = Enumerable.Range(0, deferred.Count).Reverse().Select(i => Text(deferred[i])).Reverse().ToArray();
        var keys = Enumerable.Range(0, deferred.Count).Select(deferred.RequestKey);
        deferred.WorkOut();
        return (expected.SequenceEqual(backwards) && expected.SequenceEqual(deferred.Select(Text)) && keys.SequenceEqual(deferred.Select(one => one.RequestKey)))
            .Label($"seed {seed}: {string.Join("; ", expected.Except(backwards))} but {string.Join("; ", backwards.Except(expected))}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Explanations_TimesHaveChangedSince_AreOfTheTimesOfTheRound()
    {
        var before = new TableTimes(new[,] { { 0, 10, 20 }, { 10, 0, 10 }, { 20, 10, 0 } });
        var after = new TableTimes(new[,] { { 0, 50, 5 }, { 50, 0, 70 }, { 5, 70, 0 } });
        var live = new LiveTravelTimes(before, (compute, _) => Task.FromResult(compute()));
        var problem = new MatchingProblem(0, [new(1, 1, 0, 0, 100), new(2, 2, 0, 0, 100)], [new(7, 1), new(8, 2)], live) { Explains = true };
        var plan = new NearestPolicy().Solve(problem);
        live.Swap(after);

        var second = plan.Explanations[1];
        Assert.Equal([new ExplainedCandidate(7, 0, 10, 0, 1), new ExplainedCandidate(8, 0, 20, 0, null)], second.Candidates);
        Assert.Equal((8, 10L), (second.ChosenSlot, second.RegretMilliseconds));
        Assert.Same(before, ((DeferredExplanations)plan.Explanations).TravelTimes);
    }

    [Fact]
    public void HeldBytes_ThousandVehiclesAndTenRequests_Are32AVehicleAndAFewHundredARequest()
    {
        var requests = Enumerable.Range(0, 10).Select(i => new MatchingRequest(i, i, 0, 0, 100)).ToArray();
        var vehicles = Enumerable.Range(0, 1_000).Select(i => new MatchingVehicle(i, 0)).ToArray();
        var plan = new NearestPolicy().Solve(new MatchingProblem(0, requests, vehicles, new TableTimes(new[,] { { 0 } })) { Explains = true });
        Assert.InRange(((DeferredExplanations)plan.Explanations).HeldBytes - (32 * 1_000), 10 * 64, 10 * 200);
    }

    private static IEnumerable<MatchExplanation> AtOnce(MatchingProblem problem, MatchingPlan plan)
    {
        var got = plan.Pairs.ToDictionary(pair => pair.RequestKey, pair => pair.VehicleSlot);
        var given = new Dictionary<int, int>();
        foreach (var request in problem.Requests.ToArray())
        {
            var possible = new List<ExplainedCandidate>();
            int late = 0, far = 0, excluded = 0, lacking = 0;
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
                    possible.Add(new ExplainedCandidate(vehicle.Slot, vehicle.FreeInMilliseconds, drive, 0, given.TryGetValue(vehicle.Slot, out var key) ? key : null));
                }
            }

            var sorted = possible.OrderBy(candidate => candidate.CostMilliseconds).ThenBy(candidate => candidate.Slot).ToList();
            var chosen = got.GetValueOrDefault(request.Key, MatchingRequest.Nobody);
            var best = sorted.Take(MatchExplanation.MostCandidates).ToArray();
            if (chosen != MatchingRequest.Nobody && best.All(candidate => candidate.Slot != chosen))
            {
                best[^1] = sorted.Single(candidate => candidate.Slot == chosen);
            }

            yield return new MatchExplanation(
                request.Key, problem.NowMilliseconds, chosen, MatchingRequest.Nobody, best, new FilteredCounts(late, far, excluded, lacking),
                chosen == MatchingRequest.Nobody ? plan.Unmatched.Single(one => one.RequestKey == request.Key).Reason : null,
                CandidateFilter.UnmatchedPrice(problem, request));
            if (chosen != MatchingRequest.Nobody)
            {
                given[chosen] = request.Key;
            }
        }
    }

    private static string Text(MatchExplanation one) =>
        $"{one with { Candidates = [] }} {string.Join(", ", one.Candidates)}";
}
