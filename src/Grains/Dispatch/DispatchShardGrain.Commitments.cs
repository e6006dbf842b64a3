using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching;
using O2O.Dispatch.Matching.Commitments;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>What providers have promised for later: no round breaks it, and when its time has come they are sent.</summary>
public sealed partial class DispatchShardGrain
{
    // Between two tries to have a late booked job offered on, or to send a provider.
    private static readonly TimeSpan KeepAgain = TimeSpan.FromMinutes(1);

    // The slots of providers that have promised something. Mostly there are none, and then nothing below is ever looked at.
    private readonly SortedSet<int> _promising = [];

    // What they had promised when the round under way, or the last one, began.
    private readonly Dictionary<int, ImmutableArray<Guid>> _inRound = [];

    /// <summary>Takes in what a provider says of its commitments. A job of this shard that was sent on its way and is told as one again was forgotten by its provider: it is sent again.</summary>
    private void LearnCommitments(int slot, ImmutableArray<ProviderCommitment>? told)
    {
        ref var row = ref _providers[slot];
        row.Told = told is { IsEmpty: false } known ? known : null;
        foreach (var one in row.Told ?? [])
        {
            if (_jobs.TryGetValue(one.Job, out var job) && job.BoundSlot == slot && job.IsSentOff)
            {
                job.IsSentOff = false;
                Bind(job, job.View.Provider);
            }
        }

        MarkPromising(slot);
    }

    private void MarkPromising(int slot)
    {
        ref readonly var row = ref _providers[slot];
        if (row.Told is not null || row.Promised is { Count: > 0 })
        {
            _promising.Add(slot);
        }
        else
        {
            _promising.Remove(slot);
        }
    }

    /// <summary>What a provider has promised: the jobs of this shard as it knows them, those of others as the provider told them.</summary>
    private List<PromisedJob> PromisedBy(int slot, MarketMap map)
    {
        var promised = new List<PromisedJob>();
        ref readonly var row = ref _providers[slot];
        foreach (var job in row.Promised ?? [])
        {
            if (job.Nodes.Length > 0)
            {
                promised.Add(new PromisedJob(job.View.Job, job.Nodes, JobViews.DueOf(job.View), job.View.Work));
            }
        }

        foreach (var one in row.Told ?? [])
        {
            // One of this shard that its provider has stands above, or is under way.
            if (!(_jobs.TryGetValue(one.Job, out var own) && own.BoundSlot == slot) && !one.Stops.IsDefaultOrEmpty)
            {
                promised.Add(new PromisedJob(
                    one.Job, [.. one.Stops.Select(stop => map.Roads.NearestNode(new GeoPoint(stop.Longitude, stop.Latitude)).Node)], one.Due, one.Work));
            }
        }

        return promised;
    }

    /// <summary>What the vehicles of a round have promised; null when none has, which is told from one count.</summary>
    private CommitmentBook? CommitmentsOf(List<MatchingVehicle> vehicles, List<MatchingRequest> requests, MarketMap map)
    {
        if (_promising.Count == 0)
        {
            return null;
        }

        _inRound.Clear();
        List<VehicleCommitment>? commitments = null;
        foreach (var vehicle in vehicles)
        {
            if (!_promising.Contains(vehicle.Slot))
            {
                continue;
            }

            var promised = PromisedBy(vehicle.Slot, map);
            _inRound[vehicle.Slot] = [.. promised.Select(one => one.Job)];
            foreach (var one in promised)
            {
                var due = one.Due.ToUnixTimeMilliseconds();
                (commitments ??= []).Add(new VehicleCommitment(vehicle.Slot, one.Nodes[0], due, one.Nodes[^1], due + Takes(map.TravelTimes, one.Nodes, one.Work)));
            }
        }

        return commitments is null
            ? null
            : new CommitmentBook(commitments, [.. requests.Select(request => WorkOf(_byKey[request.Key], map.TravelTimes))], (int)_options.CommitmentMargin.TotalMilliseconds);
    }

    private static RequestWork WorkOf(ShardJob job, ITravelTimes times) => new(
        job.Key, job.Nodes[^1], (int)Math.Min(Takes(times, job.Nodes, job.View.Work), int.MaxValue), job.View.BookedFor?.ToUnixTimeMilliseconds());

    /// <summary>From the first stop to the last, with the work there.</summary>
    private static long Takes(ITravelTimes times, int[] nodes, TimeSpan? work)
    {
        var takes = (long)(work ?? TimeSpan.Zero).TotalMilliseconds;
        for (var i = 1; i < nodes.Length; i++)
        {
            takes += times.Milliseconds(nodes[i - 1], nodes[i]);
        }

        return takes;
    }

    /// <summary>Whether a provider has promised something since a step was decided: then the next round decides anew.</summary>
    private bool HasPromisedMore(PlanStep step) => _promising.Contains(step.Slot) && _map is { } map && PromisedBy(step.Slot, map).Exists(one => !step.Keeps.Contains(one.Job));

    /// <summary>Asks providers anew that told of a promise whose time is over: that it is gone was said one-way, and may have been lost.</summary>
    private async Task AskAgain(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asked = new List<Task>();
        foreach (var slot in _promising.ToArray())
        {
            if (_providers[slot].LookUpNotBefore <= now && (_providers[slot].Told?.Any(one => one.Due <= now) ?? false))
            {
                _providers[slot].LookUpNotBefore = now + _options.ReportFreshness;
                asked.Add(LookUp(_providers[slot].Provider, cancellationToken));
            }
        }

        await Task.WhenAll(asked);
    }

    /// <summary>Sends those on their way whose time has come, and has offered on what would be late.</summary>
    private async Task KeepCommitments(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_promising.Count == 0 || _map?.AtThisMoment is not { } map)
        {
            return;
        }

        // One that does not answer keeps no other waiting.
        await Task.WhenAll(_promising.ToArray().Select(slot => KeepCommitments(slot, map, now, cancellationToken)));
    }

    private async Task KeepCommitments(int slot, MarketMap map, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var job in _providers[slot].Promised?.ToArray() ?? [])
        {
            if (job.BoundSlot == slot && !job.IsSentOff && job.PickUpNode >= 0)
            {
                await KeepCommitment(job, slot, map, now, cancellationToken);
            }
        }
    }

    private async Task KeepCommitment(ShardJob job, int slot, MarketMap map, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!_providers[slot].HasPlace || !Snap(ref _providers[slot], map))
        {
            return;
        }

        var isIdle = _providers[slot].BoundJobs == 0;
        var (node, freeIn) = isIdle ? (_providers[slot].Node, 0L) : PlanTimes.After(map.TravelTimes, _providers[slot].Jobs!, _providers[slot].BoundJobs, _providers[slot].Node, now);
        var there = now + TimeSpan.FromMilliseconds(freeIn + map.TravelTimes.Milliseconds(node, job.PickUpNode));
        var due = JobViews.DueOf(job.View);

        // What was taken on when it could not be had in time any more has no slack: it goes on only when the margin is used up besides.
        var lateAfter = due > job.View.BookedFor ? due + _options.CommitmentMargin : due;
        ProviderView? view;
        if (isIdle && _providers[slot].Offer == Guid.Empty && there + _options.CommitmentMargin >= due && job.SendNotBefore <= now)
        {
            job.IsSentOff = true;
            Bind(job, job.View.Provider);
            view = await Tell(job, provider => provider.SetOff(job.View.Job, cancellationToken));
            if (view is null && job.BoundSlot == slot)
            {
                // Unknown, or not its job any more: it is sent again after a while, so that who does not answer holds nobody up for long.
                job.IsSentOff = false;
                job.SendNotBefore = time.GetUtcNow() + KeepAgain;
                Bind(job, job.View.Provider);
            }
        }
        else if (!isIdle && there > lateAfter && job.LateToldAt + KeepAgain <= now)
        {
            job.LateToldAt = now;
            view = await Tell(job, provider => provider.MissCommitment(job.View.Job, cancellationToken));
        }
        else
        {
            return;
        }

        if (view is not null)
        {
            Learn(view);
        }
    }

    private async Task<ProviderView?> Tell(ShardJob job, Func<IProviderGrain, Task<ProviderView?>> call)
    {
        try
        {
            return await call(GrainFactory.GetGrain<IProviderGrain>(_providers[job.BoundSlot].Provider.ToString("N")));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            CommitmentUnknown(log, job.View.Job, fault);
            return null;
        }
    }
}
