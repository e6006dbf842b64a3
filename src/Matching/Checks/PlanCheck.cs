namespace O2O.Dispatch.Matching.Checks;

/// <summary>
/// The stage Check: looks at a plan from outside. It shares no code with candidates, solver or policies; it asks the travel times for each pair itself and
/// looks at every pair of the round, so it is for tests, replays and audits rather than for each round.
/// </summary>
public static class PlanCheck
{
    /// <summary>
    /// Checks that every request is decided once, no vehicle ends up with two, every pair and swap is allowed and in time, swaps can be carried out one by one, rotations left out are
    /// rotations, moves send only idle vehicles, every reason is true; and, when the plan has a certificate, that no plan serves more or as many at less cost.
    /// </summary>
    public static PlanVerdict Check(MatchingProblem problem, MatchingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(plan);
        var look = new Look(problem, plan);
        foreach (var pair in plan.Pairs)
        {
            look.Decide(pair.RequestKey, pair.VehicleSlot, pair.PickUpMilliseconds, isHeld: false, $"{pair}");
        }

        foreach (var pair in plan.Kept)
        {
            look.Keep(pair);
        }

        foreach (var swap in plan.Swaps)
        {
            look.Swap(swap);
        }

        foreach (var loser in plan.Unmatched)
        {
            look.Lose(loser);
        }

        look.Finish();
        return new PlanVerdict(look.Faults);
    }

    private sealed class Look
    {
        private readonly MatchingProblem problem;
        private readonly MatchingPlan plan;
        private readonly MatchingRequest[] requests;
        private readonly MatchingVehicle[] vehicles;
        private readonly Dictionary<int, int> requestAt;
        private readonly Dictionary<int, int> vehicleAt;
        private readonly int[] decided;

        // Which vehicle each request ends up with, and which request each vehicle holds while the plan is carried out step by step.
        private readonly int[] vehicleOf;
        private readonly int[] holds;

        public Look(MatchingProblem problem, MatchingPlan plan)
        {
            this.problem = problem;
            this.plan = plan;
            requests = problem.Requests.ToArray();
            vehicles = problem.Vehicles.ToArray();
            requestAt = requests.Select((r, i) => (r.Key, i)).ToDictionary(p => p.Key, p => p.i);
            vehicleAt = vehicles.Select((v, i) => (v.Slot, i)).ToDictionary(p => p.Slot, p => p.i);
            decided = new int[requests.Length];
            vehicleOf = Enumerable.Repeat(-1, requests.Length).ToArray();
            holds = Enumerable.Repeat(-1, vehicles.Length).ToArray();
            for (var r = 0; r < requests.Length; r++)
            {
                if (requests[r].IsHeld)
                {
                    holds[vehicleAt[requests[r].HeldBySlot]] = r;
                }
            }
        }

        public List<string> Faults { get; } = [];

        public void Decide(int key, int slot, int pickUp, bool isHeld, string what)
        {
            if (!requestAt.TryGetValue(key, out var r) || !vehicleAt.TryGetValue(slot, out var v))
            {
                Faults.Add($"{what} names a request or vehicle that is not in the round.");
                return;
            }

            if (requests[r].IsHeld != isHeld)
            {
                Faults.Add($"{what} is of a request that is {(isHeld ? "not " : string.Empty)}held.");
            }

            decided[r]++;
            vehicleOf[r] = v;
            var actual = PickUp(problem, requests[r], vehicles[v]);
            if (Math.Min(actual, int.MaxValue) != pickUp)
            {
                Faults.Add($"{what} takes {actual} ms.");
            }

            if (!IsHolder(requests[r], vehicles[v]) && (!InTime(problem, requests[r], vehicles[v]) || !Allowed(problem, requests[r], vehicles[v])))
            {
                Faults.Add($"{what} is not allowed: too late, too far, excluded, lacking what is required or a skill, or bound by a commitment.");
            }
        }

        public void Keep(MatchedPair pair)
        {
            Decide(pair.RequestKey, pair.VehicleSlot, pair.PickUpMilliseconds, isHeld: true, $"Kept {pair}");
            if (requestAt.TryGetValue(pair.RequestKey, out var r) && requests[r].HeldBySlot != pair.VehicleSlot)
            {
                Faults.Add($"Kept {pair} is held by vehicle {requests[r].HeldBySlot}.");
            }
        }

        public void Swap(MatchedSwap swap)
        {
            Decide(swap.RequestKey, swap.ToSlot, swap.NewPickUpMilliseconds, isHeld: true, $"{swap}");
            if (!requestAt.TryGetValue(swap.RequestKey, out var r) || !vehicleAt.TryGetValue(swap.ToSlot, out var to) || !vehicleAt.TryGetValue(swap.FromSlot, out var from))
            {
                return;
            }

            if (requests[r].HeldBySlot != swap.FromSlot || swap.FromSlot == swap.ToSlot || !requests[r].MaySwap
                || Math.Min(int.MaxValue, PickUp(problem, requests[r], vehicles[from])) != swap.OldPickUpMilliseconds)
            {
                Faults.Add($"{swap} does not go from the vehicle that holds it to another, may not be swapped, or has a wrong old pick-up.");
            }

            if (holds[to] >= 0)
            {
                Faults.Add($"{swap} comes before vehicle {swap.ToSlot} has let go of request {requests[holds[to]].Key}.");
            }

            holds[from] = -1;
            holds[to] = r;
        }

        public void Lose(UnmatchedRequest loser)
        {
            if (!requestAt.TryGetValue(loser.RequestKey, out var r))
            {
                Faults.Add($"{loser} is not in the round.");
                return;
            }

            decided[r]++;
            var reason = requests[r].IsHeld ? (UnmatchedReason?)null : Reason(problem, requests[r], vehicles);
            if (reason != loser.Reason)
            {
                Faults.Add($"Request {loser.RequestKey} is unmatched because of {reason?.ToString() ?? "nothing: it is held"}, not {loser.Reason}.");
            }
        }

        public void Finish()
        {
            for (var r = 0; r < requests.Length; r++)
            {
                if (decided[r] != 1)
                {
                    Faults.Add($"Request {requests[r].Key} is decided {decided[r]} times.");
                }
            }

            foreach (var twice in vehicleOf.Where(v => v >= 0).GroupBy(v => v).Where(g => g.Count() > 1))
            {
                Faults.Add($"Vehicle {vehicles[twice.Key].Slot} is given to more than one request.");
            }

            Rotations();
            Moves();
            if (plan.Certificate is { } certificate && Faults.Count == 0)
            {
                Certificate(certificate);
            }
        }

        private static bool IsHolder(in MatchingRequest request, in MatchingVehicle vehicle) => request.IsHeld && request.HeldBySlot == vehicle.Slot;

        private void Rotations()
        {
            var from = plan.LeftOutRotations.Select(s => s.FromSlot).Order();
            var to = plan.LeftOutRotations.Select(s => s.ToSlot).Order();
            if (!from.SequenceEqual(to))
            {
                Faults.Add("The swaps left out are not rotations: others than their vehicles take part.");
            }

            foreach (var swap in plan.LeftOutRotations)
            {
                if (!plan.Kept.Any(k => k.RequestKey == swap.RequestKey && k.VehicleSlot == swap.FromSlot))
                {
                    Faults.Add($"{swap} was left out, but its request is not kept.");
                }
            }
        }

        private void Moves()
        {
            var moved = new HashSet<int>();
            foreach (var move in plan.Moves)
            {
                if (!vehicleAt.TryGetValue(move.VehicleSlot, out var v) || move.Node < 0 || move.Node >= problem.TravelTimes.NodeCount)
                {
                    Faults.Add($"{move} names a vehicle that is not in the round or a node off the network.");
                }
                else if (!vehicles[v].MayMove || holds[v] >= 0 || vehicleOf.Contains(v) || !moved.Add(v))
                {
                    Faults.Add($"{move} sends a vehicle that may not be moved, has a request, or is sent twice.");
                }
                else if (problem.TravelTimes.Milliseconds(vehicles[v].Node, move.Node) != move.DriveMilliseconds)
                {
                    Faults.Add($"{move} drives {problem.TravelTimes.Milliseconds(vehicles[v].Node, move.Node)} ms.");
                }
            }
        }

        /// <summary>
        /// Linear programming duality. If no allowed pair costs less than its two prices, no request's price is above its unmatched price, and no vehicle's
        /// above 0, then the prices sum to a lower bound of cost plus unmatched prices, for every plan. If besides chosen pairs cost
        /// just their prices, unmatched requests have the price of that and unused vehicles 0, this plan meets the bound. And if unmatched prices are what they should be (M more than any plan can
        /// cost, plus the request's own), meeting it means serving the most, and at least cost. Rotations left out count as carried out: they are not what was optimised but what can be done.
        /// </summary>
        private void Certificate(PlanCertificate certificate)
        {
            if (certificate.RequestPrices.Count != requests.Length || certificate.VehiclePrices.Count != vehicles.Length
                || certificate.UnmatchedPrices.Count != requests.Length)
            {
                Faults.Add("The certificate does not have a price for each request and vehicle.");
                return;
            }

            foreach (var swap in plan.LeftOutRotations)
            {
                vehicleOf[requestAt[swap.RequestKey]] = vehicleAt[swap.ToSlot];
            }

            var used = new bool[vehicles.Length];
            Int128 greatest = 0;
            for (var r = 0; r < requests.Length; r++)
            {
                for (var v = 0; v < vehicles.Length; v++)
                {
                    var isHolder = IsHolder(requests[r], vehicles[v]);
                    var penalty = requests[r].IsHeld && !isHolder ? certificate.SwapPenaltyMilliseconds : 0;
                    var cost = Math.Min(int.MaxValue, PickUp(problem, requests[r], vehicles[v])) + penalty;
                    if (!isHolder && (!InTime(problem, requests[r], vehicles[v]) || !Allowed(problem, requests[r], vehicles[v]) || !requests[r].MaySwap || cost > int.MaxValue))
                    {
                        continue;
                    }

                    greatest = Int128.Max(greatest, cost);
                    var reduced = cost - (Int128)certificate.RequestPrices[r] - certificate.VehiclePrices[v];
                    if (reduced < 0 || (vehicleOf[r] == v && reduced != 0))
                    {
                        Faults.Add($"Request {requests[r].Key} and vehicle {vehicles[v].Slot} cost {cost}, which is {reduced} off their prices.");
                    }
                }

                Price($"Request {requests[r].Key}", certificate.RequestPrices[r], vehicleOf[r] >= 0, certificate.UnmatchedPrices[r]);
                if (vehicleOf[r] >= 0)
                {
                    used[vehicleOf[r]] = true;
                }
            }

            for (var v = 0; v < vehicles.Length; v++)
            {
                Price($"Vehicle {vehicles[v].Slot}", certificate.VehiclePrices[v], used[v], 0);
            }

            UnmatchedPrices(certificate, greatest);
        }

        private void UnmatchedPrices(PlanCertificate certificate, Int128 greatest)
        {
            // A round serves as many as there are requests or vehicles, so no plan costs more than that.
            var most = Math.Min(requests.Length, vehicles.Length) * greatest;
            var waiting = Enumerable.Range(0, requests.Length).Where(r => !requests[r].IsHeld).ToArray();
            var bases = waiting.Select(r => certificate.UnmatchedPrices[r] - OwnPrice(requests[r])).Distinct().ToArray();
            if (bases.Length > 1 || (bases.Length == 1 && bases[0] <= most))
            {
                Faults.Add("The unmatched prices are not one and the same number, more than a plan can cost, and each request's own price.");
            }

            var greatestWaiting = waiting.Length == 0 ? 0 : waiting.Max(r => certificate.UnmatchedPrices[r]);
            foreach (var r in Enumerable.Range(0, requests.Length).Where(r => requests[r].IsHeld && certificate.UnmatchedPrices[r] <= greatestWaiting + most))
            {
                Faults.Add($"Request {requests[r].Key} is held, and its unmatched price {certificate.UnmatchedPrices[r]} does not make sure that it is served.");
            }
        }

        private Int128 OwnPrice(in MatchingRequest request) => request.UnmatchedPriceMilliseconds >= 0
            ? request.UnmatchedPriceMilliseconds
            : Int128.Clamp((Int128)problem.NowMilliseconds - request.BornMilliseconds, 0, int.MaxValue);

        private void Price(string who, long price, bool matched, long most)
        {
            if (price > most || (!matched && price != most))
            {
                Faults.Add($"{who} ({(matched ? "matched" : "unmatched")}) has the price {price}; the most is {most}, and just that when unmatched.");
            }
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

    private static bool Allowed(MatchingProblem problem, MatchingRequest request, MatchingVehicle vehicle) => MayHave(request, vehicle) && IsAble(problem, request, vehicle) && IsFreeFor(problem, request, vehicle);

    private static bool IsAble(MatchingProblem problem, MatchingRequest request, MatchingVehicle vehicle) =>
        request.Asks == MatchingRequest.Nothing || (problem.Skills is { } book && book.Able[request.Asks - 1].Contains(vehicle.Slot));

    private static bool MayHave(MatchingRequest request, MatchingVehicle vehicle) =>
        (request.RequiredFlags & ~vehicle.Flags) == 0 && !request.ExcludedSlots.ToArray().Contains(vehicle.Slot);

    /// <summary>Drives the vehicle through the request and each of its commitments, in the order they begin, and looks at its watch.</summary>
    private static bool IsFreeFor(MatchingProblem problem, MatchingRequest request, MatchingVehicle vehicle)
    {
        if (problem.Commitments is not { } book)
        {
            return true;
        }

        var work = book.Work.Single(one => one.Key == request.Key);
        var arrival = problem.NowMilliseconds + (Int128)PickUp(problem, request, vehicle);
        var end = Int128.Max(arrival, work.BookedMilliseconds ?? arrival) + work.WorkMilliseconds;
        return book.Commitments.Where(one => one.Slot == vehicle.Slot).All(one => work.BookedMilliseconds > one.DueMilliseconds
            ? one.EndMilliseconds + (Int128)problem.TravelTimes.Milliseconds(one.EndNode, request.PickUpNode) + book.MarginMilliseconds <= work.BookedMilliseconds
            : end + problem.TravelTimes.Milliseconds(work.EndNode, one.Node) + book.MarginMilliseconds <= one.DueMilliseconds);
    }

    private static UnmatchedReason Reason(MatchingProblem problem, MatchingRequest request, MatchingVehicle[] vehicles)
    {
        if (vehicles.Length == 0)
        {
            return UnmatchedReason.NoVehicles;
        }

        var inTime = vehicles.Where(v => InTime(problem, request, v)).ToArray();
        return inTime.Length == 0 ? UnmatchedReason.AllTooFar
            : inTime.Any(v => Allowed(problem, request, v)) ? UnmatchedReason.LostToOthers
            : inTime.Any(v => MayHave(request, v) && IsAble(problem, request, v)) ? UnmatchedReason.AllCommitted
            : inTime.Any(v => MayHave(request, v)) ? UnmatchedReason.AllLackSkill
            : UnmatchedReason.AllExcluded;
    }
}
