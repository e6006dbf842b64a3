namespace O2O.Dispatch.Matching.Policies;

/// <summary>Leaves held requests with the vehicles that hold them and decides the rest, for policies that do not repool.</summary>
internal static class HeldAside
{
    public static MatchingPlan Solve(MatchingProblem problem, Func<MatchingProblem, MatchingPlan> solve)
    {
        if (problem.HolderOfRequest is not { } holders)
        {
            return solve(problem);
        }

        var requests = new List<MatchingRequest>();
        var kept = new List<MatchedPair>();
        var holds = new bool[problem.Vehicles.Length];
        for (var i = 0; i < holders.Length; i++)
        {
            ref readonly var request = ref problem.Requests[i];
            if (holders[i] < 0)
            {
                requests.Add(request);
                continue;
            }

            holds[holders[i]] = true;
            kept.Add(new MatchedPair(request.Key, request.HeldBySlot, KeptPickUp(problem, i)));
        }

        var vehicles = new List<MatchingVehicle>();
        for (var i = 0; i < holds.Length; i++)
        {
            if (!holds[i])
            {
                vehicles.Add(problem.Vehicles[i]);
            }
        }

        var rest = new MatchingProblem(problem.NowMilliseconds, requests, vehicles, problem.TravelTimes)
        {
            Demand = problem.Demand, LastPrices = problem.LastPrices, Explains = problem.Explains,
        };
        return solve(rest) with { Kept = kept };
    }

    /// <summary>Milliseconds until the vehicle that holds a request picks it up.</summary>
    public static int KeptPickUp(MatchingProblem problem, int request)
    {
        var vehicle = problem.Vehicles[problem.HolderOfRequest![request]];
        var drive = problem.TravelTimes.Milliseconds(vehicle.Node, problem.Requests[request].PickUpNode);
        return (int)Math.Min(int.MaxValue, (long)vehicle.FreeInMilliseconds + drive);
    }
}
