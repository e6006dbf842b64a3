using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Demand;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Matching.Bench;

internal sealed record HourResult(
    int Requests, List<long> Waits, int Lost, int Rounds, double SolvingMilliseconds, double LongestRound, int Swaps, int Rotations, int Moves, double EmptyRatio, int MostSwaps)
{
    public double Rate => (double)Waits.Count / Requests;

    public override string ToString() =>
        $"served {Rate:0.0000}, mean {Waits.Average() / 1_000:0.0} s, p50 {Waits[Waits.Count / 2] / 1_000.0:0.0}, p95 {Waits[Waits.Count * 95 / 100] / 1_000.0:0.0}, max {Waits[^1] / 1_000.0:0.0}, lost {Lost:N0}; "
        + $"matching {SolvingMilliseconds / 1_000:0.0} s in {Rounds:N0} rounds, longest {LongestRound:0} ms; swaps {Swaps:N0} (left out {Rotations:N0}), moves {Moves:N0}, empty/occupied {EmptyRatio:0.00}";
}

/// <summary>
/// The decisions of an hour under the reference rules, without grains, offers and ledger: who meets whom, when. Vehicles drive along the roads: one on its way to a pick-up, or sent
/// somewhere, can be given something else from the next node on.
/// </summary>
internal sealed class Hour(ITravelTimes times, IReadOnlyList<(long Born, int From, int To)> requests, IReadOnlyList<int> places)
{
    private const long Patience = 300_000;

    private struct Vehicle
    {
        // It stands at or sets out from Node at From; with a job or a move it then drives along Path.
        public int Node;
        public long From;
        public RoadPath? Path;
        public int Job;
        public int MoveTo;
        public long Sent;
    }

    public HourResult Run(IMatchingPolicy policy, int count, ulong seed, int moveEvery = 30_000, bool explain = false, bool warm = true)
    {
        var needs = policy.Needs;
        var random = new O2O.Dispatch.Geo.Cities.SeededRandom(seed);
        var fleet = new Vehicle[count];
        for (var slot = 0; slot < count; slot++)
        {
            fleet[slot] = new Vehicle { Node = places[random.NextInt(places.Count)], Job = -1, MoveTo = -1, Sent = long.MinValue };
        }

        var forecast = new DemandForecast(times.NodeCount);
        var open = new List<int>();
        var holder = new int[requests.Count];
        var swapped = new int[requests.Count];
        Array.Fill(holder, -1);
        var waits = new List<long>(requests.Count);
        var held = new SortedSet<int>();
        double solving = 0, longest = 0, empty = 0, occupied = 0;
        int next = 0, lost = 0, rounds = 0, swaps = 0, rotations = 0, moves = 0;
        VehiclePrices? prices = null;
        var window = Math.Max(1_000, needs.WindowMilliseconds);
        for (long now = window; next < requests.Count || open.Count > 0 || held.Count > 0; now += window)
        {
            for (; next < requests.Count && requests[next].Born <= now; next++)
            {
                open.Add(next);
                forecast.Observe(requests[next].From, requests[next].Born);
            }

            lost += open.RemoveAll(r => requests[r].Born + Patience < now);
            var pool = new List<MatchingRequest>(open.Count + held.Count);
            var vehicles = new List<MatchingVehicle>();
            for (var slot = 0; slot < count; slot++)
            {
                ref var v = ref fleet[slot];
                if (v.Job >= 0 && v.From + v.Path!.TotalMilliseconds <= now)
                {
                    var (born, from, to) = requests[v.Job];
                    var met = v.From + v.Path.TotalMilliseconds;
                    waits.Add(met - born);
                    empty += v.Path.TotalMilliseconds;
                    var ride = times.Milliseconds(from, to);
                    occupied += ride;
                    held.Remove(v.Job);
                    v = v with { Node = to, From = met + ride, Path = null, Job = -1, MoveTo = -1 };
                }

                if (v.MoveTo >= 0 && v.From + v.Path!.TotalMilliseconds <= now)
                {
                    empty += v.Path.TotalMilliseconds;
                    v = v with { Node = v.MoveTo, From = v.From + v.Path.TotalMilliseconds, Path = null, MoveTo = -1 };
                }

                if (v.Job >= 0 && !needs.Repools)
                {
                    continue;
                }

                var (node, at) = Where(v, now);
                if (v.Job < 0 && at > now + needs.SoonFreeWithinMilliseconds && v.MoveTo < 0)
                {
                    continue;
                }

                // May it be sent: idle, and not sent just now.
                vehicles.Add(new MatchingVehicle(slot, node, (int)Math.Max(0, at - now), 0, v.Job < 0 && v.MoveTo < 0 && at <= now && v.Sent + moveEvery <= now, v.MoveTo));
                if (v.Job >= 0)
                {
                    pool.Add(Request(v.Job) with { HeldBySlot = slot, MaySwap = swapped[v.Job] < needs.MostSwapsPerJob });
                }
            }

            pool.AddRange(open.Select(Request));
            var demand = needs.Repositions ? forecast.At(now) : null;
            var begin = Machine.Clock();
            var plan = policy.Solve(new MatchingProblem(now, pool, vehicles, times) { Demand = demand, LastPrices = warm ? prices : null, Explains = explain });
            var took = Machine.Clock() - begin;
            solving += took;
            longest = Math.Max(longest, rounds > 5 ? took : 0);
            rounds++;
            prices = plan.Prices;
            foreach (var swap in plan.Swaps)
            {
                Release(ref fleet[swap.FromSlot], now, ref empty);
                Give(swap.RequestKey, swap.ToSlot);
                swapped[swap.RequestKey]++;
                swaps++;
            }

            rotations += plan.LeftOutRotations.Count;
            foreach (var pair in plan.Pairs)
            {
                Give(pair.RequestKey, pair.VehicleSlot);
                held.Add(pair.RequestKey);
            }

            open.RemoveAll(r => holder[r] >= 0);
            foreach (var move in plan.Moves)
            {
                ref var v = ref fleet[move.VehicleSlot];
                v = v with { From = now, Path = times.Path(v.Node, move.Node), MoveTo = move.Node, Sent = now };
                moves++;
            }

            window = Math.Max(1_000, policy.NextWindow(new RoundSupply(open.Count, vehicles.Count(v => v.FreeInMilliseconds == 0), window)));

            void Give(int request, int slot)
            {
                ref var v = ref fleet[slot];
                Release(ref v, now, ref empty);
                v.From = Math.Max(v.From, now);
                v.Path = times.Path(v.Node, requests[request].From);
                v.Job = request;
                holder[request] = slot;
            }
        }

        waits.Sort();
        return new HourResult(requests.Count, waits, lost, rounds, solving, longest, swaps, rotations, moves, empty / occupied, swapped.Max());
    }

    private MatchingRequest Request(int r) => new(r, r, requests[r].From, requests[r].Born, requests[r].Born + Patience);

    /// <summary>The node from which it can take something else, and when.</summary>
    private static (int Node, long At) Where(in Vehicle v, long now)
    {
        if (v.Path is null || v.From >= now)
        {
            return (v.Node, v.From);
        }

        var into = v.Path.Milliseconds;
        var at = into.BinarySearch((int)Math.Min(int.MaxValue, now - v.From));
        at = at < 0 ? ~at : at;
        at = Math.Min(at, into.Length - 1);
        return (v.Path.Nodes[at], v.From + into[at]);
    }

    private static void Release(ref Vehicle v, long now, ref double empty)
    {
        var (node, at) = Where(v, now);
        if (v.Path is not null)
        {
            empty += Math.Max(0, at - v.From);
        }

        v = v with { Node = node, From = at, Path = null, Job = -1, MoveTo = -1 };
    }
}
