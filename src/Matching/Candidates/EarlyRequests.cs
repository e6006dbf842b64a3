namespace O2O.Dispatch.Matching.Candidates;

/// <summary>Requests that a vehicle which may have them would be at too soon: as their time comes nearer, so does the time to set out, and whoever is nearest then gets them.</summary>
internal static class EarlyRequests
{
    public static MatchingProblem LeaveOut(MatchingProblem problem)
    {
        List<MatchingRequest>? rest = null;
        int[]? drives = null;
        for (var i = 0; i < problem.Requests.Length; i++)
        {
            ref readonly var request = ref problem.Requests[i];
            if (!request.IsHeld && request.NotBeforeMilliseconds > problem.NowMilliseconds && SomebodyIsTooSoon(problem, request, drives ??= new int[problem.Vehicles.Length]))
            {
                rest ??= [.. problem.Requests[..i]];
            }
            else
            {
                rest?.Add(request);
            }
        }

        return rest is null ? problem : problem.With(rest, problem.Vehicles.ToArray());
    }

    private static bool SomebodyIsTooSoon(MatchingProblem problem, in MatchingRequest request, int[] drives)
    {
        var soon = (long)Int128.Min((Int128)request.NotBeforeMilliseconds - problem.NowMilliseconds - 1, CandidateFilter.LongestPickUp(problem, request));
        problem.TravelTimes.ManyToOne(problem.VehicleNodes, request.PickUpNode, drives);
        for (var i = 0; i < drives.Length; i++)
        {
            if (CandidateFilter.PickUp(problem.FreeInMilliseconds[i], drives[i]) <= soon && CandidateFilter.Judge(problem, request, problem.Vehicles[i], drives[i]) == PairVerdict.Feasible)
            {
                return true;
            }
        }

        return false;
    }
}
