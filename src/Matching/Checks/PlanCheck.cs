namespace O2O.Dispatch.Matching.Checks;

/// <summary>
/// The stage Check: looks at a plan from outside. It shares no code with candidates, solver or policies; it asks the travel times for each pair itself and
/// looks at every pair of the round, so it is for tests, replays and audits rather than for each round.
/// </summary>
public static class PlanCheck
{
    /// <summary>
    /// Checks that every request is decided once, every vehicle used once, every pair allowed and in time, every reason true; and, when the plan has a
    /// certificate, that no plan serves more or as many in less total pick-up time.
    /// </summary>
    public static PlanVerdict Check(MatchingProblem problem, MatchingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(plan);
        var faults = new List<string>();
        var requests = problem.Requests.ToArray();
        var vehicles = problem.Vehicles.ToArray();
        var requestAt = requests.Select((r, i) => (r.Key, i)).ToDictionary(p => p.Key, p => p.i);
        var vehicleAt = vehicles.Select((v, i) => (v.Slot, i)).ToDictionary(p => p.Slot, p => p.i);
        var decided = new int[requests.Length];
        var vehicleOf = Enumerable.Repeat(-1, requests.Length).ToArray();
        var used = new bool[vehicles.Length];

        foreach (var pair in plan.Pairs)
        {
            if (!requestAt.TryGetValue(pair.RequestKey, out var r) || !vehicleAt.TryGetValue(pair.VehicleSlot, out var v))
            {
                faults.Add($"{pair} names a request or vehicle that is not in the round.");
                continue;
            }

            if (used[v])
            {
                faults.Add($"Vehicle {pair.VehicleSlot} is given to more than one request.");
            }

            used[v] = true;
            decided[r]++;
            vehicleOf[r] = v;
            var pickUp = PickUp(problem, requests[r], vehicles[v]);
            if (pickUp != pair.PickUpMilliseconds)
            {
                faults.Add($"{pair} takes {pickUp} ms.");
            }

            if (!InTime(problem, requests[r], vehicles[v]) || !Allowed(requests[r], vehicles[v]))
            {
                faults.Add($"{pair} is not allowed: too late, too far, excluded, or lacking what is required.");
            }
        }

        foreach (var loser in plan.Unmatched)
        {
            if (!requestAt.TryGetValue(loser.RequestKey, out var r))
            {
                faults.Add($"{loser} is not in the round.");
                continue;
            }

            decided[r]++;
            var reason = Reason(problem, requests[r], vehicles);
            if (reason != loser.Reason)
            {
                faults.Add($"Request {loser.RequestKey} is unmatched because of {reason}, not {loser.Reason}.");
            }
        }

        for (var r = 0; r < requests.Length; r++)
        {
            if (decided[r] != 1)
            {
                faults.Add($"Request {requests[r].Key} is decided {decided[r]} times.");
            }
        }

        if (plan.Certificate is { } certificate && faults.Count == 0)
        {
            CheckCertificate(problem, certificate, vehicleOf, used, faults);
        }

        return new PlanVerdict(faults);
    }

    /// <summary>
    /// Linear programming duality. Let rows be the side asked the unmatched price M. If no allowed pair costs less than its two prices, no row price is above M, and no
    /// column price above 0, then the prices sum to a lower bound of cost plus M for each unmatched row, for every plan. If besides chosen pairs cost
    /// just their prices, unmatched rows have the price M and unmatched columns 0, this plan meets the bound. And if M is more than any plan can
    /// cost, meeting it means serving the most, and at least cost.
    /// </summary>
    private static void CheckCertificate(
        MatchingProblem problem, PlanCertificate certificate, int[] vehicleOf, bool[] used, List<string> faults)
    {
        var requests = problem.Requests;
        var vehicles = problem.Vehicles;
        if (certificate.RequestPrices.Count != requests.Length || certificate.VehiclePrices.Count != vehicles.Length)
        {
            faults.Add("The certificate does not have a price for each request and vehicle.");
            return;
        }

        Int128 greatest = 0;
        for (var r = 0; r < requests.Length; r++)
        {
            for (var v = 0; v < vehicles.Length; v++)
            {
                if (!InTime(problem, requests[r], vehicles[v]) || !Allowed(requests[r], vehicles[v]))
                {
                    continue;
                }

                var cost = PickUp(problem, requests[r], vehicles[v]);
                greatest = Int128.Max(greatest, cost);
                var reduced = cost - (Int128)certificate.RequestPrices[r] - certificate.VehiclePrices[v];
                if (reduced < 0 || (vehicleOf[r] == v && reduced != 0))
                {
                    faults.Add($"Request {requests[r].Key} and vehicle {vehicles[v].Slot} cost {cost}, which is {reduced} off their prices.");
                }
            }

            CheckPrice($"Request {requests[r].Key}", certificate.RequestPrices[r], vehicleOf[r] >= 0, certificate.RequestsAreRows, certificate.UnmatchedPrice, faults);
        }

        for (var v = 0; v < vehicles.Length; v++)
        {
            CheckPrice($"Vehicle {vehicles[v].Slot}", certificate.VehiclePrices[v], used[v], !certificate.RequestsAreRows, certificate.UnmatchedPrice, faults);
        }

        if (certificate.UnmatchedPrice <= Math.Min(requests.Length, vehicles.Length) * greatest)
        {
            faults.Add($"The unmatched price {certificate.UnmatchedPrice} is not more than a plan can cost.");
        }
    }

    private static void CheckPrice(string who, long price, bool matched, bool isRow, long unmatchedPrice, List<string> faults)
    {
        var most = isRow ? unmatchedPrice : 0;
        if (price > most || (!matched && price != most))
        {
            faults.Add($"{who} ({(matched ? "matched" : "unmatched")}) has the price {price}; the most is {most}, and just that when unmatched.");
        }
    }

    private static long PickUp(MatchingProblem problem, MatchingRequest request, MatchingVehicle vehicle) =>
        vehicle.FreeInMilliseconds + (long)problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode);

    private static bool InTime(MatchingProblem problem, MatchingRequest request, MatchingVehicle vehicle)
    {
        var pickUp = PickUp(problem, request, vehicle);
        return problem.NowMilliseconds + (Int128)pickUp <= request.DeadlineMilliseconds
            && pickUp <= int.MaxValue
            && problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode) <= request.LongestDriveMilliseconds;
    }

    private static bool Allowed(MatchingRequest request, MatchingVehicle vehicle) =>
        (request.RequiredFlags & ~vehicle.Flags) == 0 && !request.ExcludedSlots.ToArray().Contains(vehicle.Slot);

    private static UnmatchedReason Reason(MatchingProblem problem, MatchingRequest request, MatchingVehicle[] vehicles)
    {
        if (vehicles.Length == 0)
        {
            return UnmatchedReason.NoVehicles;
        }

        var inTime = vehicles.Where(v => InTime(problem, request, v)).ToArray();
        return inTime.Length == 0 ? UnmatchedReason.AllTooFar
            : inTime.Any(v => Allowed(request, v)) ? UnmatchedReason.LostToOthers
            : UnmatchedReason.AllExcluded;
    }
}
