using System.Collections.Immutable;
using System.Diagnostics;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Grains.Observability;
using O2O.Dispatch.Matching;
using O2O.Dispatch.Matching.Demand;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>The rounds of a shard: what the policy sees, and what is made of its plan.</summary>
public sealed partial class DispatchShardGrain
{
    // The flag of a vehicle whose provider is rated as well as the market asks for, or not at all.
    private const uint WellRated = 1;

    // Flags of vehicles with room for a load that some of the round have none for, by load, least first.
    private const uint FirstRoom = 1u << 16;
    private const int RoomBits = 16;

    // Who has less time to answer than that is not asked.
    private static readonly TimeSpan ShortestOffer = TimeSpan.FromSeconds(1);

    private const long LongestSpare = 86_400_000;

    // What waits for a job to leave the provider that is to get another one, by that job. Good until the next round, which decides anew.
    private readonly Dictionary<Guid, PlanStep> _later = [];
    private DemandForecast? _demand;
    private VehiclePrices? _prices;
    private double? _leastRating;
    private SearchRadius? _radius;

    /// <summary>One round: snapshot, solve off the turn, check each pair again, send the offers together. One solve at a time.</summary>
    private async Task Tick(CancellationToken cancellationToken)
    {
        if (_solving || _map is null || _policy is null)
        {
            return;
        }

        _solving = true;
        try
        {
            do
            {
                _nudged = false;
                var map = _map.AtThisMoment;
                await Round(map, _policy, cancellationToken);
                await WorkOutDecisions(map, cancellationToken);
            }
            while (_nudged);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Prices of a round that failed are not what the next should begin with.
            _prices = null;
            RoundFailed(log, _key, fault);
        }
        finally
        {
            _solving = false;
        }
    }

    private async Task Round(MarketMap map, IMatchingPolicy policy, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (snapshot, supply, offRoad) = Snapshot(now, map, policy.Needs);
        if (snapshot is null)
        {
            Pace(policy, supply);
            return;
        }

        using var span = DispatchTraces.Source.StartActivity("match round");
        var started = DispatchMeters.MeasuresRounds ? Stopwatch.GetTimestamp() : 0;
        var (problem, decided) = await offload.Run(() => Solve(policy, snapshot), cancellationToken);
        if (decided is not { } plan)
        {
            Pace(policy, supply with { OpenRequests = 0 });
            return;
        }

        _rounds++;
        // Of a round that saw no vehicle there are none: those of the round before are still the best to begin with.
        _prices = problem.Vehicles.IsEmpty ? _prices : plan.Prices;
        MatchesKept.Add(policy.Name, plan.Explanations, offRoad);
        Pace(policy, supply with { OpenRequests = plan.Unmatched.Count, IdleVehicles = Math.Max(0, supply.IdleVehicles - plan.Pairs.Count) });
        await CarryOut(problem, plan, map, now, cancellationToken);
        if (started != 0)
        {
            DispatchMeters.Round(_key, started, problem.Requests.Length, problem.Vehicles.Length);
        }
    }

    /// <summary>Decides a round off the turn, but for what is left for a later one; no plan where nothing else is to be decided.</summary>
    private static (MatchingProblem Problem, MatchingPlan? Plan) Solve(IMatchingPolicy policy, MatchingProblem snapshot)
    {
        var problem = snapshot.WithoutEarly();
        return (problem, problem.Requests.IsEmpty && !policy.Needs.Repositions ? null : policy.Solve(problem));
    }

    /// <summary>With a window of zero a round begins as soon as something has changed that may make a pair.</summary>
    private void Nudge()
    {
        if (_window != TimeSpan.Zero)
        {
            return;
        }

        if (_solving)
        {
            _nudged = true;
        }
        else
        {
            _tick?.Change(TimeSpan.Zero, NudgedPeriod);
        }
    }

    /// <summary>Where the market leaves the window to the policy, it says after each round when the next is.</summary>
    private void Pace(IMatchingPolicy policy, RoundSupply supply)
    {
        if (_fixedWindow is not null)
        {
            return;
        }

        var next = TimeSpan.FromMilliseconds(policy.NextWindow(supply));
        if (next != _window)
        {
            _window = next;
            var period = next == TimeSpan.Zero ? NudgedPeriod : next;
            _tick?.Change(period, period);
        }
    }

    /// <summary>What the policy asks to see; no problem when there is nothing to decide.</summary>
    private (MatchingProblem? Problem, RoundSupply Supply, int OffRoad) Snapshot(DateTimeOffset now, MarketMap map, MatchingNeeds needs)
    {
        var requests = new List<MatchingRequest>(_matching.Count);
        foreach (var job in _matching.Values)
        {
            if (job.IsOpen && job.PickUpNode >= 0)
            {
                requests.Add(RequestOf(job, now) with { NotBeforeMilliseconds = NotBefore(job.View) });
            }
        }

        var open = requests.Count;
        var (idle, offRoad) = (0, 0);
        if (open == 0 && !needs.Repools && !needs.Repositions)
        {
            return (null, SupplyOf(now, 0), 0);
        }

        var vehicles = new List<MatchingVehicle>(_providers.Count);
        for (var slot = 0; slot < _providers.Count; slot++)
        {
            ref var row = ref _providers[slot];
            if (!IsOfferable(in row, now))
            {
                continue;
            }

            if (!Snap(ref row, map))
            {
                offRoad++;
                continue;
            }

            if (row.BoundJobs == 0)
            {
                idle++;
                vehicles.Add(Idle(slot, in row, needs, now));
            }
            else if (needs.Repools && row.Jobs![^1] is { IsOnTheWay: true, PickUpNode: >= 0 } held && held.Offer == Guid.Empty)
            {
                // Several that are not picked up: what an operator gave it is left as it is.
                if (row.BoundJobs == 1 || !row.Jobs[^2].IsOnTheWay)
                {
                    vehicles.Add(Holding(slot, in row, map, now));
                    requests.Add(RequestOf(held, now) with { LongestDriveMilliseconds = int.MaxValue, HeldBySlot = slot, MaySwap = held.View.Reassignments < Math.Min(needs.MostSwapsPerJob, _options.MostReassignments) });
                }
            }
            else if (needs.SoonFreeWithinMilliseconds > 0 && row.BoundJobs < row.ChainLimit)
            {
                var (node, freeIn) = PlanTimes.After(map.TravelTimes, row.Jobs!, row.BoundJobs, row.Node, now);
                if (freeIn <= needs.SoonFreeWithinMilliseconds)
                {
                    vehicles.Add(new MatchingVehicle(slot, node, (int)freeIn));
                }
            }
        }

        foreach (var vehicle in vehicles)
        {
            _providers[vehicle.Slot].SetsOutFrom = vehicle.Node;
        }

        if (_leastRating is { } least)
        {
            AskForRating(vehicles, requests, least);
        }

        AskForRoom(vehicles, requests);
        var supply = new RoundSupply(open, idle, (int)_window.TotalMilliseconds);

        // Where all who could be matched stand off the roads, a round that is kept tells so, or it would look as if nobody worked.
        if (vehicles.Count == 0 ? requests.Count == 0 || offRoad == 0 || !MatchesKept.IsKept : requests.Count == 0 && !needs.Repositions)
        {
            return (null, supply, offRoad);
        }

        // The book is made first: it numbers what the requests ask for.
        var skills = SkillsOf(vehicles, requests);
        var problem = new MatchingProblem(now.ToUnixTimeMilliseconds(), requests, vehicles, map.TravelTimes)
        {
            LastPrices = _prices,
            Explains = MatchesKept.IsKept,
            Commitments = CommitmentsOf(vehicles, requests, map),
            Skills = skills,
            Demand = needs.Repositions ? Forecast(map).At(now.ToUnixTimeMilliseconds()) : null,
        };
        return (problem, supply, offRoad);
    }

    /// <summary>Every request requires what only those have who are rated well enough, or not yet.</summary>
    private void AskForRating(List<MatchingVehicle> vehicles, List<MatchingRequest> requests, double least)
    {
        for (var i = 0; i < vehicles.Count; i++)
        {
            vehicles[i] = _providers[vehicles[i].Slot].Rating < least ? vehicles[i] : vehicles[i] with { Flags = WellRated };
        }

        for (var i = 0; i < requests.Count; i++)
        {
            requests[i] = requests[i] with { RequiredFlags = WellRated };
        }
    }

    /// <summary>Every request that not all vehicles have room for requires a bit that those have who do: one for each load of the round.</summary>
    private void AskForRoom(List<MatchingVehicle> vehicles, List<MatchingRequest> requests)
    {
        var least = int.MaxValue;
        foreach (var vehicle in vehicles)
        {
            least = Math.Min(least, _providers[vehicle.Slot].Capacity);
        }

        SortedSet<int>? asked = null;
        foreach (var request in requests)
        {
            if (_byKey[request.Key].View.Load is var load && load > least)
            {
                (asked ??= []).Add(load);
            }
        }

        if (asked is null)
        {
            return;
        }

        int[] loads = [.. asked];
        var flagged = Math.Min(loads.Length, RoomBits);
        for (var i = 0; i < vehicles.Count; i++)
        {
            var (capacity, flags) = (_providers[vehicles[i].Slot].Capacity, vehicles[i].Flags);
            for (var bit = 0; bit < flagged && loads[bit] <= capacity; bit++)
            {
                flags |= FirstRoom << bit;
            }

            vehicles[i] = vehicles[i] with { Flags = flags };
        }

        for (var i = 0; i < requests.Count; i++)
        {
            var load = _byKey[requests[i].Key].View.Load;
            if (load <= least)
            {
                continue;
            }

            // More loads than bits: of the greatest it is said by name who has no room.
            var bit = Array.BinarySearch(loads, load);
            requests[i] = bit < flagged
                ? requests[i] with { RequiredFlags = requests[i].RequiredFlags | (FirstRoom << bit) }
                : requests[i] with { ExcludedSlots = requests[i].ExcludedSlots.ToArray().Concat(vehicles.Select(vehicle => vehicle.Slot).Where(slot => _providers[slot].Capacity < load)).ToArray() };
        }
    }

    private RoundSupply SupplyOf(DateTimeOffset now, int open)
    {
        var idle = 0;
        if (_fixedWindow is null)
        {
            foreach (ref readonly var row in _providers.Rows)
            {
                idle += IsAvailable(in row, now) ? 1 : 0;
            }
        }

        return new RoundSupply(open, idle, (int)_window.TotalMilliseconds);
    }

    private MatchingRequest RequestOf(ShardJob job, DateTimeOffset now) => new(
        job.Key,
        job.Key,
        job.PickUpNode,
        job.View.RequestedAt.ToUnixTimeMilliseconds(),
        job.View.PickUpBy.ToUnixTimeMilliseconds(),
        LongestDriveMilliseconds: _radius is { } radius ? (int)radius.LongestDrive(now - job.OpenSince, job.ExcludedSlots.Count - job.View.Excluded.Length).TotalMilliseconds : int.MaxValue,
        ExcludedSlots: job.ExcludedSlots.Count == 0 ? default : job.ExcludedSlots.ToArray());

    private MatchingVehicle Idle(int slot, in ProviderTable.Row row, MatchingNeeds needs, DateTimeOffset now)
    {
        // The last report may be of a moment when it was still rolling.
        if (row.RollsUntil > row.ReportedAt)
        {
            return new MatchingVehicle(slot, row.RollsTo, (int)Math.Max(0, (row.RollsUntil - now).TotalMilliseconds));
        }

        if (!needs.Repositions)
        {
            return new MatchingVehicle(slot, row.Node);
        }

        // Whoever was advised to move may stay: where it stood when it was advised it is not on its way.
        if (row.Advised is { } advised && row.Place != row.AdvisedAt && advised.Next(in row, now) is var (node, freeIn))
        {
            return advised.Due > now ? new MatchingVehicle(slot, node, freeIn, MovingTo: row.AdvisedNode) : new MatchingVehicle(slot, node);
        }

        return new MatchingVehicle(slot, row.Node, MayMove: !_promising.Contains(slot) && (row.Advised is null || row.Advised.Due + _options.AdviceRest <= now));
    }

    private static MatchingVehicle Holding(int slot, in ProviderTable.Row row, MarketMap map, DateTimeOffset now)
    {
        var jobs = row.Jobs!;
        var held = jobs[^1];
        if (jobs.Count > 1)
        {
            var (dropOff, after) = PlanTimes.After(map.TravelTimes, jobs, jobs.Count - 1, row.Node, now);
            return new MatchingVehicle(slot, dropOff, (int)Math.Min(after, MatchingVehicle.LongestFreeIn));
        }

        var (next, freeIn) = held.Heading?.Next(in row, now) ?? (row.Node, 0);
        return new MatchingVehicle(slot, next, freeIn);
    }

    /// <summary>A provider loses the job it drives for: until the next node it can do nothing else.</summary>
    private void Halted(ShardJob lost, int slot)
    {
        ref var row = ref _providers[slot];
        if (_map is not { } map || !lost.IsOnTheWay || lost.IsHeldAsPromise || row.Jobs![0] != lost || lost.PickUpNode < 0 || !row.HasPlace || !Snap(ref row, map))
        {
            return;
        }

        var now = time.GetUtcNow();
        var (node, freeIn) = lost.Heading?.Next(in row, now) ?? (row.Node, 0);
        (row.RollsTo, row.RollsUntil) = (node, now + TimeSpan.FromMilliseconds(freeIn));
    }

    private DemandForecast Forecast(MarketMap map) => _demand ??= new DemandForecast(map.Roads.NodeCount);

    /// <summary>Offers what the plan says. A swap or pair whose provider first has to lose a job waits until that is durable; what does not come to pass stops what waits for it.</summary>
    private async Task CarryOut(MatchingProblem problem, MatchingPlan plan, MarketMap map, DateTimeOffset solvedAt, CancellationToken cancellationToken)
    {
        _later.Clear();
        var leaving = new Dictionary<int, Guid>(plan.Swaps.Count);
        var sending = new List<Task>(plan.Swaps.Count + plan.Pairs.Count + plan.Moves.Count);
        foreach (var swap in plan.Swaps)
        {
            if (_byKey.TryGetValue(swap.RequestKey, out var job))
            {
                leaving[swap.FromSlot] = job.View.Job;
            }
        }

        void Take(int key, int slot, int holder, int pickUp)
        {
            if (!_byKey.TryGetValue(key, out var job))
            {
                return;
            }

            // Of a booked job the booked time is promised, however near the provider is now.
            var due = solvedAt + TimeSpan.FromMilliseconds(pickUp);
            var (keeps, takenBy) = Kept(problem, key, slot, solvedAt);
            var step = new PlanStep(job, slot, holder, _providers[slot].SetsOutFrom, due < job.View.BookedFor ? job.View.BookedFor.Value : due, keeps, takenBy);
            if (leaving.TryGetValue(slot, out var first))
            {
                _later[first] = step;
            }
            else
            {
                sending.Add(Make(step, cancellationToken));
            }
        }

        foreach (var swap in plan.Swaps)
        {
            Take(swap.RequestKey, swap.ToSlot, swap.FromSlot, swap.NewPickUpMilliseconds);
        }

        foreach (var pair in plan.Pairs)
        {
            Take(pair.RequestKey, pair.VehicleSlot, -1, pair.PickUpMilliseconds);
        }

        foreach (var move in plan.Moves)
        {
            sending.Add(Advise(move, map, cancellationToken));
        }

        await Task.WhenAll(sending);
    }

    /// <summary>Which commitments a provider keeps with a job, and until when it may accept so that it does.</summary>
    private (ImmutableArray<Guid> Keeps, DateTimeOffset? TakenBy) Kept(MatchingProblem problem, int key, int slot, DateTimeOffset solvedAt)
    {
        if (problem.Commitments is not { } book)
        {
            return ([], null);
        }

        var keeps = _inRound.GetValueOrDefault(slot, []);
        return (keeps, book.Spare(problem, key, slot) is { } spare ? solvedAt + TimeSpan.FromMilliseconds(Math.Min(spare, LongestSpare)) : null);
    }

    /// <summary>Offers a job, unless the world has gone on while the round was solved: then it is left for the next.</summary>
    private Task Make(PlanStep step, CancellationToken cancellationToken)
    {
        var (job, slot) = (step.Job, step.Slot);
        var now = time.GetUtcNow();
        ref var row = ref _providers[slot];
        var stillSo = step.Holder < 0 ? job.IsOpen : job.BoundSlot == step.Holder && job.IsOnTheWay && job.Offer == Guid.Empty;
        if (!stillSo || !IsOfferable(in row, now) || row.BoundJobs >= Math.Max(1, row.ChainLimit) || job.View.Load > row.Capacity || job.ExcludedSlots.Contains(slot)
            || !Skills.Missing(row.Skills, job.Asks).IsEmpty || HasPromisedMore(step) || step.TakenBy - now < ShortestOffer)
        {
            return Task.CompletedTask;
        }

        var offer = ids.Next();
        job.Offer = offer;
        job.OfferSlot = slot;
        job.OfferHolder = step.Holder;
        job.OfferFrom = step.From;
        job.OfferKeeps = step.Keeps;
        job.OfferExpiresAt = step.TakenBy < now + job.View.OfferTimeout ? step.TakenBy.Value : now + job.View.OfferTimeout;
        Index(job);
        row.Offer = offer;
        _offersMade++;
        return Send(job, new MakeOffer(offer, job.View, job.OfferExpiresAt, step.Due, step.Keeps.IsEmpty ? null : step.Keeps), cancellationToken);
    }

    /// <summary>A job has left a provider for another: what waited for that is offered. The old provider is told first, so that its plan has room.</summary>
    private async Task GoOn(ShardJob job, int from, CancellationToken cancellationToken)
    {
        if (!_later.Remove(job.View.Job, out var step) || step.Slot != from)
        {
            return;
        }

        try
        {
            await GrainFactory.GetGrain<IProviderGrain>(_providers[from].Provider.ToString("N")).HearOfJob(job.View, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // It hears of it from the outbox too; the job that was to come waits for the next round.
            OfferUnknown(log, step.Job.View.Job, fault);
            return;
        }

        await Make(step, cancellationToken);
    }

    /// <summary>Advises an idle provider to move. What is lost is no loss: it stands where it stood.</summary>
    private async Task Advise(VehicleMove move, MarketMap map, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!IsAvailable(in _providers[move.VehicleSlot], now))
        {
            return;
        }

        var provider = _providers[move.VehicleSlot].Provider;
        ref var row = ref _providers[move.VehicleSlot];
        var due = (row.RollsUntil > now ? row.RollsUntil : now) + TimeSpan.FromMilliseconds(move.DriveMilliseconds);
        (row.AdvisedNode, row.AdvisedAt, row.Advised) = (move.Node, row.Place, new Heading(map, row.SetsOutFrom, move.Node, due));
        _advised++;
        var place = map.Roads.Point(move.Node);
        try
        {
            await GrainFactory.GetGrain<IProviderGrain>(provider.ToString("N"))
                .Advise(new MoveAdvice(new WirePoint(place.Longitude, place.Latitude), due + _options.AdviceGrace), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            AdviceLost(log, provider, fault);
        }
    }
}
