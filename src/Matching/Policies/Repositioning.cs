using O2O.Dispatch.Matching.Demand;

namespace O2O.Dispatch.Matching.Policies;

/// <summary>
/// Which idle vehicles go where. The places where the next requests are expected are matched with the vehicles no request got, like requests: at least total drive, and a place stays
/// without a vehicle rather than have one come from too far. A vehicle that is there already, is on its way there, or is soon free there holds its place without moving; an idle one farther
/// off is sent. So vehicles lie where demand is, in its measure, and drive no more than that takes.
/// </summary>
/// <param name="PeriodMilliseconds">How often vehicles are sent, 1 or more: in the first round of each such period of the clock.</param>
/// <param name="PlacesPerVehicle">How many expected requests are looked at for each vehicle without a request. The fewer, the less is driven; near 1 every vehicle needs a place, and finding them takes long.</param>
/// <param name="ShortestDriveMilliseconds">Nearer vehicles are not sent.</param>
/// <param name="LongestDriveMilliseconds">The farthest a vehicle is sent.</param>
public sealed record Repositioning(
    int PeriodMilliseconds = 20_000, double PlacesPerVehicle = 0.7, int ShortestDriveMilliseconds = 60_000, int LongestDriveMilliseconds = 600_000)
{
    /// <summary>The most places looked at in a round, whatever the fleet, so that a round stays short.</summary>
    public const int MostPlaces = 1_000;

    internal IReadOnlyList<VehicleMove> Moves(MatchingProblem problem, MatchingPlan plan, ExpectedDemand demand)
    {
        var free = WithoutRequest(problem, plan);
        var count = Math.Min(Math.Min(demand.Places.Length, MostPlaces), (int)(PlacesPerVehicle * free.Count));
        if (count == 0)
        {
            return [];
        }

        var expected = new MatchingRequest[count];
        for (var i = 0; i < count; i++)
        {
            expected[i] = new MatchingRequest(i, i, demand.Places[i], 0, LongestDriveMilliseconds, UnmatchedPriceMilliseconds: LongestDriveMilliseconds);
        }

        var places = new MatchingProblem(0, expected, free, problem.TravelTimes);
        var moves = new List<VehicleMove>();
        foreach (var pair in PoolRound.Solve(places, 0, mostFirst: false).Pairs)
        {
            if (pair.PickUpMilliseconds >= ShortestDriveMilliseconds && problem.Vehicle(pair.VehicleSlot).MayMove)
            {
                moves.Add(new VehicleMove(pair.VehicleSlot, demand.Places[pair.RequestKey], pair.PickUpMilliseconds));
            }
        }

        moves.Sort((a, b) => a.VehicleSlot.CompareTo(b.VehicleSlot));
        return moves;
    }

    /// <summary>Whether vehicles are sent in a round, by its time and the time between rounds.</summary>
    internal bool IsDue(long nowMilliseconds, int windowMilliseconds) =>
        windowMilliseconds >= PeriodMilliseconds || Math.Abs(nowMilliseconds % PeriodMilliseconds) < windowMilliseconds;

    /// <summary>Vehicles the plan leaves without a request, each where it will be: a busy one at its drop-off, one that was sent at where it is headed.</summary>
    private static List<MatchingVehicle> WithoutRequest(MatchingProblem problem, MatchingPlan plan)
    {
        var taken = new HashSet<int>(plan.Pairs.Count + plan.Kept.Count + plan.Swaps.Count);
        foreach (var pair in plan.Pairs)
        {
            taken.Add(pair.VehicleSlot);
        }

        foreach (var pair in plan.Kept)
        {
            taken.Add(pair.VehicleSlot);
        }

        foreach (var swap in plan.Swaps)
        {
            taken.Add(swap.ToSlot);
        }

        var free = new List<MatchingVehicle>();
        foreach (ref readonly var vehicle in problem.Vehicles)
        {
            if (!taken.Contains(vehicle.Slot))
            {
                free.Add(new MatchingVehicle(vehicle.Slot, vehicle.MovingTo == MatchingVehicle.Nowhere ? vehicle.Node : vehicle.MovingTo));
            }
        }

        return free;
    }
}
