using O2O.Dispatch.Geo.TravelTimes;

namespace O2O.Dispatch.Matching.Tests;

/// <summary>Travel times from a plain table, for rounds small enough to write down.</summary>
internal sealed class TableTimes(int[,] milliseconds) : ITravelTimes
{
    public int NodeCount => milliseconds.GetLength(0);

    public int Milliseconds(int from, int to) => milliseconds[from, to];

    public void OneToMany(int from, ReadOnlySpan<int> to, Span<int> result)
    {
        for (var i = 0; i < to.Length; i++)
        {
            result[i] = milliseconds[from, to[i]];
        }
    }

    public void ManyToOne(ReadOnlySpan<int> from, int to, Span<int> result)
    {
        for (var i = 0; i < from.Length; i++)
        {
            result[i] = milliseconds[from[i], to];
        }
    }

    public void ManyToMany(ReadOnlySpan<int> from, ReadOnlySpan<int> to, Span<int> result)
    {
        for (var i = 0; i < from.Length; i++)
        {
            OneToMany(from[i], to, result[(i * to.Length)..]);
        }
    }

    public RoadPath Path(int from, int to) => new([from, to], [0, milliseconds[from, to]]);
}

/// <summary>Random rounds on a small plane: few places, so that ties and identical positions are common.</summary>
internal static class Rounds
{
    public static MatchingProblem Random(int seed, int mostRequests = 7, int mostVehicles = 7)
    {
        var random = new Random(seed);
        var nodes = random.Next(1, 12);
        var side = random.Next(1, 60);
        var points = Enumerable.Range(0, nodes).Select(_ => (X: random.Next(side), Y: random.Next(side))).ToArray();
        var table = new int[nodes, nodes];
        for (var a = 0; a < nodes; a++)
        {
            for (var b = 0; b < nodes; b++)
            {
                table[a, b] = Math.Abs(points[a].X - points[b].X) + Math.Abs(points[a].Y - points[b].Y);
            }
        }

        var patience = random.Next(1, 2 * side + 2);
        var requests = new MatchingRequest[random.Next(mostRequests + 1)];
        for (var i = 0; i < requests.Length; i++)
        {
            var born = random.Next(90, 101);
            requests[i] = new MatchingRequest(
                Key: 1_000 - i,
                Ordinal: i * 7 % 1_009,
                PickUpNode: random.Next(nodes),
                BornMilliseconds: born,
                DeadlineMilliseconds: born + patience,
                RequiredFlags: random.Next(6) == 0 ? (uint)random.Next(4) : 0,
                LongestDriveMilliseconds: random.Next(4) == 0 ? random.Next(side) : int.MaxValue,
                ExcludedSlots: random.Next(4) == 0 ? new[] { random.Next(mostVehicles * 3), random.Next(mostVehicles * 3) } : default,
                UnmatchedPriceMilliseconds: random.Next(3) == 0 ? random.Next(3 * side) : MatchingRequest.PricedByAge);
        }

        var vehicles = new MatchingVehicle[random.Next(mostVehicles + 1)];
        for (var i = 0; i < vehicles.Length; i++)
        {
            vehicles[i] = new MatchingVehicle(i * 3, random.Next(nodes), random.Next(3) == 0 ? random.Next(side) : 0, (uint)random.Next(4));
        }

        random.Shuffle(requests);
        random.Shuffle(vehicles);
        return new MatchingProblem(100, requests, vehicles, new TableTimes(table));
    }

    /// <summary>The cost of a pair, or null when it is not allowed; written apart from the product's filter.</summary>
    public static long? Cost(MatchingProblem problem, MatchingRequest request, MatchingVehicle vehicle)
    {
        var drive = problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode);
        var pickUp = (long)vehicle.FreeInMilliseconds + drive;
        var allowed = problem.NowMilliseconds + pickUp <= request.DeadlineMilliseconds
            && drive <= request.LongestDriveMilliseconds
            && (request.RequiredFlags & vehicle.Flags) == request.RequiredFlags
            && !request.ExcludedSlots.ToArray().Contains(vehicle.Slot);
        return allowed ? pickUp : null;
    }

    /// <summary>A random round in which some requests are held, some vehicles may be sent, and some were.</summary>
    public static MatchingProblem RandomPool(int seed, int mostRequests = 12, int mostVehicles = 12, bool onlyHeld = false)
    {
        var plain = Random(seed, mostRequests, mostVehicles);
        var random = new Random(seed + 1);
        var vehicles = plain.Vehicles.ToArray();
        var holders = vehicles.Select(v => v.Slot).ToArray();
        random.Shuffle(holders);
        var requests = plain.Requests.ToArray();
        var held = 0;
        for (var i = 0; i < requests.Length; i++)
        {
            if (held < holders.Length && (onlyHeld || random.Next(2) == 0))
            {
                requests[i] = requests[i] with { HeldBySlot = holders[held++], MaySwap = random.Next(4) != 0 };
            }
        }

        for (var i = 0; i < vehicles.Length; i++)
        {
            var isFree = !requests.Any(r => r.HeldBySlot == vehicles[i].Slot);
            vehicles[i] = vehicles[i] with
            {
                MayMove = isFree && random.Next(2) == 0,
                MovingTo = isFree && random.Next(4) == 0 ? random.Next(plain.TravelTimes.NodeCount) : MatchingVehicle.Nowhere,
            };
        }

        var forecast = new Demand.DemandForecast(plain.TravelTimes.NodeCount);
        for (var i = random.Next(20); i > 0; i--)
        {
            forecast.Observe(random.Next(plain.TravelTimes.NodeCount), 100 - i);
        }

        var prices = random.Next(2) == 0 ? null : new VehiclePrices([.. vehicles.Select(v => v.Slot)], [.. vehicles.Select(_ => -(long)random.Next(3) * random.Next(1_000_000))]);
        return new MatchingProblem(100, [.. requests.Where(r => r.IsHeld || !onlyHeld)], vehicles, plain.TravelTimes) { Demand = forecast.At(100), LastPrices = prices, Explains = true };
    }

    /// <summary>What leaving a request counts.</summary>
    public static long Price(MatchingProblem problem, MatchingRequest request) =>
        request.UnmatchedPriceMilliseconds >= 0 ? request.UnmatchedPriceMilliseconds : Math.Max(0, problem.NowMilliseconds - request.BornMilliseconds);

    /// <summary>What a plan for a round without held requests costs: pick-up times, and the prices of those left.</summary>
    public static (int Served, long Cost) Cost(MatchingProblem problem, MatchingPlan plan)
    {
        var left = plan.Unmatched.Select(u => u.RequestKey).ToHashSet();
        return (plan.Pairs.Count, plan.TotalPickUpMilliseconds + problem.Requests.ToArray().Where(r => left.Contains(r.Key)).Sum(r => Price(problem, r)));
    }

    /// <summary>The most that can be served and the least that costs, prices of the unmatched included, by trying everything.</summary>
    public static (int Served, long Cost) BruteForce(MatchingProblem problem)
    {
        var requests = problem.Requests.ToArray();
        var vehicles = problem.Vehicles.ToArray();
        var memory = new Dictionary<(int, int), (int Served, long Cost)>();
        (int Served, long Cost) Best(int at, int taken)
        {
            if (at == requests.Length)
            {
                return (0, 0);
            }

            if (memory.TryGetValue((at, taken), out var known))
            {
                return known;
            }

            var best = Best(at + 1, taken);
            best.Cost += Price(problem, requests[at]);
            for (var v = 0; v < vehicles.Length; v++)
            {
                if ((taken & (1 << v)) == 0 && Cost(problem, requests[at], vehicles[v]) is { } cost)
                {
                    var rest = Best(at + 1, taken | (1 << v));
                    var whole = (Served: rest.Served + 1, Cost: rest.Cost + cost);
                    if (whole.Served > best.Served || (whole.Served == best.Served && whole.Cost < best.Cost))
                    {
                        best = whole;
                    }
                }
            }

            memory.Add((at, taken), best);
            return best;
        }

        return Best(0, 0);
    }

    /// <summary>Nearest as a naive loop would do it.</summary>
    public static List<MatchedPair> NaiveNearest(MatchingProblem problem)
    {
        var free = problem.Vehicles.ToArray().ToList();
        var pairs = new List<MatchedPair>();
        foreach (var request in problem.Requests.ToArray().OrderBy(r => r.BornMilliseconds).ThenBy(r => r.Ordinal))
        {
            var choice = free.Select(v => (Cost: Cost(problem, request, v), v.Slot, Vehicle: v))
                .Where(c => c.Cost is not null).OrderBy(c => c.Cost).ThenBy(c => c.Slot).FirstOrDefault();
            if (choice.Cost is { } cost)
            {
                free.Remove(choice.Vehicle);
                pairs.Add(new MatchedPair(request.Key, choice.Slot, (int)cost));
            }
        }

        return pairs;
    }
}
