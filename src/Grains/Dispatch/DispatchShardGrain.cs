using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Grains.Observability;
using O2O.Dispatch.Matching;
using O2O.Dispatch.Matching.Policies;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>The matching of one service class in one market. Reentrant: every stretch between two awaits is short and leaves the tables whole, and what held before an await is checked again after it.</summary>
[Reentrant]
[KeepAlive]
public sealed partial class DispatchShardGrain(
    IJobStore jobs, IOfferStore offers, ILastPlaces places, MarketMaps maps, IIdSource ids, IOffload offload, TimeProvider time, IOptions<DispatchOptions> options, ILogger<DispatchShardGrain> log)
    : Grain, IDispatchShardGrain
{
    /// <summary>Between two rounds where rounds begin by themselves: for what changes without news, a provider that comes near.</summary>
    private static readonly TimeSpan NudgedPeriod = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<Guid, ShardJob> _jobs = [];

    // The jobs that nobody has, and those of which an offer is still out: rounds and sweeps look at them alone, several times a second.
    private readonly SortedDictionary<int, ShardJob> _matching = [];
    private readonly Dictionary<int, ShardJob> _byKey = [];
    private readonly ProviderTable _providers = new();
    private readonly EndedJobs _ended = new();

    // Who has reported and is still to be looked up, and how many are being asked.
    private readonly Queue<Guid> _unknown = new();
    private int _lookingUp;
    private readonly DispatchOptions _options = options.Value;
    private string _key = string.Empty;
    private string _marketName = string.Empty;
    private string _className = string.Empty;
    private string? _definition;
    private Market? _market;
    private MarketMap? _map;
    private IMatchingPolicy? _policy;
    private TimeSpan? _fixedWindow;
    private TimeSpan _window;
    private IGrainTimer? _tick;
    private int _nextJobKey;
    private bool _solving;
    private bool _nudged;
    private long _rounds;
    private long _offersMade;
    private long _advised;
    private long _reportsRefused;
    private DateTimeOffset _awakeSince;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = this.GetPrimaryKeyString();
        (_marketName, _className) = ShardKey.Parse(_key);
        _awakeSince = time.GetUtcNow();
        await ReadMarket(cancellationToken);
        await Remember(cancellationToken);
        this.RegisterGrainTimer(Sweep, Every(_options.SweepPeriod));
        this.RegisterGrainTimer(KeepPromises, Every(_options.SweepPeriod));
        this.RegisterGrainTimer(Watch, Every(_options.WatchPeriod));
        if (places.AreKept)
        {
            this.RegisterGrainTimer(WarmUp, new() { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        }
    }

    /// <inheritdoc/>
    public async Task ReportLocations(LocationBatch batch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var report in batch.Reports)
        {
            if (!GeoPoint.TryCreate(report.Place.Longitude, report.Place.Latitude, out var place, out _) || report.At > now + TimeSpan.FromMinutes(1))
            {
                _reportsRefused++;
                continue;
            }

            var slot = _providers.SlotOf(report.Provider);
            ref var row = ref _providers[slot];
            if (row.HasPlace && report.At < row.ReportedAt)
            {
                _reportsRefused++;
                continue;
            }

            if (!row.HasPlace || row.Place != place)
            {
                row.Place = place;
                row.Node = -1;
                if (row.BoundJobs > 0)
                {
                    row.Driven.Reach(place, report.At);
                }
            }

            row.HasPlace = true;
            row.ReportedAt = report.At;
            if (!row.Known && row.LookUpNotBefore <= now)
            {
                row.LookUpNotBefore = now + _options.ReportFreshness;
                _unknown.Enqueue(report.Provider);
            }
        }

        var asking = new List<Task>();
        while (_lookingUp < _options.LookUpsPerBatch && _unknown.Count > 0)
        {
            asking.Add(LookUpUnknown());
        }

        await Task.WhenAll(asking);
    }

    /// <inheritdoc/>
    public async Task HearOfJob(JobView job, CancellationToken cancellationToken)
    {
        if (!job.State.IsEnd() && !_jobs.ContainsKey(job.Job))
        {
            if (await Newest(job, cancellationToken) is not { } newest)
            {
                return;
            }

            job = newest;
        }

        if (_jobs.TryGetValue(job.Job, out var known) && job.Version <= known.View.Version)
        {
            return;
        }

        if (job.State.IsEnd())
        {
            _ended.Add(job.Job, time.GetUtcNow());
            if (known is not null)
            {
                known.View = job;
                _jobs.Remove(job.Job);
                _byKey.Remove(known.Key);
                _asking -= known.Asks is null ? 0 : 1;
                _later.Remove(job.Job);
                Stands(known);
                Unbind(known);
                Index(known);
                await TakeBack(known, expired: false, cancellationToken);
                Nudge();
            }

            return;
        }

        var offerOut = known is { Offer: var out_ } && out_ != Guid.Empty;
        var entry = known ?? Add(job);
        var (attempt, holder) = (entry.View.Attempt, entry.BoundSlot);
        if (job.State == JobState.Matching && (job.Attempt != attempt || entry.View.State != JobState.Matching))
        {
            entry.OpenSince = job.ChangedAt;
        }

        if (holder >= 0 && job.Provider != _providers[holder].Provider)
        {
            Halted(entry, holder);
        }

        var goesElsewhere = entry.View.DestinationChanges != job.DestinationChanges;
        entry.View = job;
        if (goesElsewhere && _map is not null)
        {
            Place(entry, _map);
        }

        Index(entry);
        Bind(entry, job.Provider);
        if (known is not null && job.Attempt != attempt)
        {
            entry.ExcludedSlots.Clear();
        }

        Exclude(entry, job.Excluded);
        if (known is null && _map is not null && _policy is { Needs.Repositions: true })
        {
            Forecast(_map).Observe(entry.PickUpNode, time.GetUtcNow().ToUnixTimeMilliseconds());
        }

        if (offerOut && job.Provider == _providers[entry.OfferSlot].Provider)
        {
            entry.Heading = _map is not null && job.PickUpDue is { } due && entry is { PickUpNode: >= 0, OfferFrom: >= 0, IsHeldAsPromise: false } && (_policy?.Needs.Repools ?? false)
                ? new Heading(_map, entry.OfferFrom, entry.PickUpNode, due)
                : null;
            ForgetOffer(entry);
        }
        else if (offerOut && (!entry.OfferStands || (goesElsewhere && job.Provider is null)))
        {
            // Another was faster, whoever has it reached the pick-up, or what was offered leads elsewhere by now.
            await TakeBack(entry, expired: false, cancellationToken);
        }

        if (goesElsewhere)
        {
            // Who would not go there may go here.
            entry.ExcludedSlots.Clear();
            Exclude(entry, job.Excluded);
        }

        if (holder >= 0 && holder != entry.BoundSlot)
        {
            await GoOn(entry, holder, cancellationToken);
        }

        if (entry.IsOpen)
        {
            Nudge();
        }
    }

    /// <inheritdoc/>
    public Task HearOfStep(JobView job) => HearOfJob(job, CancellationToken.None);

    /// <inheritdoc/>
    public Task HearOfProvider(ProviderView provider)
    {
        var slot = Learn(provider);
        if (slot >= 0)
        {
            ReleaseAnswered(slot, provider);
            Nudge();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Keep(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<ShardStats> GetStats(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var onShift = 0;
        var available = 0;
        foreach (ref readonly var row in _providers.Rows)
        {
            onShift += row.OnShift ? 1 : 0;
            available += IsAvailable(in row, now) ? 1 : 0;
        }

        var open = 0;
        var offered = 0;
        var bound = 0;
        foreach (var job in _jobs.Values)
        {
            open += job.View.State == JobState.Matching ? 1 : 0;
            offered += job.Offer != Guid.Empty ? 1 : 0;
            bound += job.BoundSlot >= 0 ? 1 : 0;
        }

        return Task.FromResult(new ShardStats(open, offered, bound, onShift, available, _rounds, _offersMade, _reportsRefused));
    }

    /// <inheritdoc/>
    public Task<double> Driven(Guid job, CancellationToken cancellationToken) => Task.FromResult(
        _jobs.TryGetValue(job, out var known) && known is { BoundSlot: >= 0, IsHeldAsPromise: false } ? _providers[known.BoundSlot].Driven.Metres - known.DrivenBefore : 0);

    private static GrainTimerCreationOptions Every(TimeSpan period) => new() { DueTime = period, Period = period, Interleave = true, KeepAlive = true };

    private async Task Send(ShardJob job, MakeOffer offer, CancellationToken cancellationToken)
    {
        var slot = job.OfferSlot;
        OfferReply reply;
        try
        {
            reply = await GrainFactory.GetGrain<IProviderGrain>(_providers[slot].Provider.ToString("N")).Offer(offer, cancellationToken);
        }
        catch (Exception fault)
        {
            // Whether it is before the provider is unknown: it is taken back as soon as the provider answers, and until then the job is not offered elsewhere.
            OfferUnknown(log, offer.Offer, fault);
            job.OfferIsUnknown |= job.Offer == offer.Offer;
            return;
        }

        if (reply.Rejection is { } why)
        {
            OfferRefused(log, offer.Offer, why);
            if (job.Offer == offer.Offer)
            {
                ForgetOffer(job);
                if (why is not (Rejection.WouldMissCommitment or Rejection.LacksSkill))
                {
                    job.ExcludedSlots.Add(slot);
                }
            }

            if (reply.View is { } view)
            {
                Learn(view);
            }
            else
            {
                _providers[slot].OnShift = false;
            }
        }
    }

    /// <summary>After a start: where the providers were last, so that jobs are offered before all of them have reported again.</summary>
    private async Task WarmUp(CancellationToken cancellationToken)
    {
        try
        {
            var known = await places.Of(_key, time.GetUtcNow() - _options.ReportFreshness, cancellationToken);

            // Whoever has reported by itself meanwhile was there later.
            await ReportLocations(new LocationBatch([.. known.Where(report => !_providers.HasReported(report.Provider, report.At))]), cancellationToken);
            WarmedUp(log, _key, known.Length, (long)(time.GetUtcNow() - _awakeSince).TotalMilliseconds);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            WarmUpFailed(log, _key, fault);
        }
    }

    /// <summary>Offers whose time is over, and deadlines of jobs.</summary>
    private async Task Sweep(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var lapsed = _matching.Values.Where(job => job.Offer != Guid.Empty && (job.OfferExpiresAt <= now || job.OfferIsUnknown)).ToList();
            await Task.WhenAll(lapsed.Select(job => TakeBack(job, expired: job.OfferExpiresAt <= now, cancellationToken)));
            if (lapsed.Exists(job => job is { IsOpen: true, UnknownSlot: >= 0 }))
            {
                Nudge();
            }

            var due = await jobs.Due(_key, now, _options.SweepBatch, cancellationToken);
            if (due.Length > 0)
            {
                await Task.WhenAll(due.Select(job => GrainFactory.GetGrain<IJobGrain>(job.ToString()).Wake(cancellationToken)));
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            SweepFailed(log, _key, fault);
        }
    }

    /// <summary>What is promised, beside the sweep: a provider that does not answer keeps no job from its end.</summary>
    private async Task KeepPromises(CancellationToken cancellationToken)
    {
        try
        {
            await KeepCommitments(time.GetUtcNow(), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            SweepFailed(log, _key, fault);
        }
    }

    /// <summary>Providers that have a job and do not report, promises whose time is over, and the market's definition.</summary>
    private async Task Watch(CancellationToken cancellationToken)
    {
        try
        {
            await ReadMarket(cancellationToken);
            var now = time.GetUtcNow();
            var silent = new List<(int Slot, DateTimeOffset Since)>();
            foreach (var job in _jobs.Values)
            {
                if (job.BoundSlot < 0)
                {
                    continue;
                }

                ref var row = ref _providers[job.BoundSlot];
                var since = row.ReportedAt < _awakeSince ? _awakeSince : row.ReportedAt;
                if (now - since >= job.View.SilenceLimit && row.SilenceToldFor != since)
                {
                    row.SilenceToldFor = since;
                    silent.Add((job.BoundSlot, since));
                }
            }

            foreach (var (slot, since) in silent)
            {
                await GrainFactory.GetGrain<IProviderGrain>(_providers[slot].Provider.ToString("N")).ObserveSilence(since, cancellationToken);
            }

            await AskAgain(now, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            SweepFailed(log, _key, fault);
        }
    }

    private async Task TakeBack(ShardJob job, bool expired, CancellationToken cancellationToken)
    {
        if (job.Offer == Guid.Empty)
        {
            return;
        }

        var (offer, slot) = (job.Offer, job.OfferSlot);
        OfferReply reply;
        try
        {
            reply = await GrainFactory.GetGrain<IProviderGrain>(_providers[slot].Provider.ToString("N"))
                .Withdraw(new WithdrawOffer(offer, job.View.Job, expired), cancellationToken);
        }
        catch (Exception fault)
        {
            // Unknown: the next sweep asks again.
            OfferUnknown(log, offer, fault);
            return;
        }

        if (job.Offer != offer)
        {
            return;
        }

        if (reply.Rejection == Rejection.OfferTaken)
        {
            // The provider has it; the job's own news says so, sooner or later.
            job.OfferIsUnknown = false;
            job.OfferExpiresAt = time.GetUtcNow() + job.View.OfferTimeout;
            return;
        }

        // A provider that could not be reached has done nothing wrong: it is asked once more.
        var mayTryAgain = job.OfferIsUnknown && !expired && job.UnknownSlot != slot;
        job.UnknownSlot = mayTryAgain ? slot : job.UnknownSlot;
        ForgetOffer(job);
        if (!mayTryAgain)
        {
            job.ExcludedSlots.Add(slot);
        }

        if (reply.View is { } view)
        {
            Learn(view);
        }
    }

    /// <summary>A provider says what is before it: an offer of ours that is not was answered, and not with yes.</summary>
    private void ReleaseAnswered(int slot, ProviderView provider)
    {
        var offer = _providers[slot].Offer;
        if (offer == Guid.Empty || provider.OpenOffer == offer)
        {
            return;
        }

        foreach (var job in _matching.Values)
        {
            if (job.Offer == offer && !provider.Jobs.Contains(job.View.Job) && provider.Commitments?.Any(one => one.Job == job.View.Job) != true)
            {
                // Whoever promised something since may still have the time for it; of an offer from before a restart nobody knows what it was reckoned with.
                var promisedMore = job.OfferFrom >= 0 && provider.Commitments?.Any(one => !job.OfferKeeps.Contains(one.Job)) == true;
                ForgetOffer(job);
                // One that was taken back with a skill was not refused: whoever gets the skill again is asked again.
                if (!promisedMore && Skills.Missing(_providers[slot].Skills, job.Asks).IsEmpty)
                {
                    job.ExcludedSlots.Add(slot);
                }

                return;
            }
        }
    }

    private async Task LookUp(Guid provider, CancellationToken cancellationToken)
    {
        if (await Known(provider, cancellationToken) is { } view)
        {
            Learn(view);
        }
    }

    /// <summary>One after the other, until nobody unknown is left: who begins with many knows all of them soon, and asks no more than so many at a time.</summary>
    private async Task LookUpUnknown()
    {
        _lookingUp++;
        try
        {
            while (_unknown.TryDequeue(out var provider))
            {
                // Whoever brought the report may give up; the others' turn comes all the same.
                await LookUp(provider, CancellationToken.None);
            }
        }
        finally
        {
            _lookingUp--;
        }
    }

    /// <summary>One that does not answer keeps no other from being known, and is asked again with its next report.</summary>
    private async Task<ProviderView?> Known(Guid provider, CancellationToken cancellationToken)
    {
        try
        {
            return await GrainFactory.GetGrain<IProviderGrain>(provider.ToString("N")).Get(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            ProviderUnknown(log, provider, fault);
            _providers[_providers.SlotOf(provider)].LookUpNotBefore = default;
            return null;
        }
    }

    private int Learn(ProviderView view)
    {
        var slot = _providers.Learn(view, view.Market == _marketName && view.ServiceClasses.Contains(_className));
        if (slot >= 0 && !_providers[slot].HasPlace)
        {
            _providers[slot].ReportedAt = time.GetUtcNow();
        }

        if (slot >= 0)
        {
            LearnCommitments(slot, view.Commitments);
        }

        return slot;
    }

    /// <summary>Whether a provider may be offered a job at all.</summary>
    private bool IsOfferable(in ProviderTable.Row row, DateTimeOffset now) =>
        row.OnShift && row.HasPlace && row.Offer == Guid.Empty && now - row.ReportedAt < _options.ReportFreshness;

    /// <summary>Whether it is idle besides.</summary>
    private bool IsAvailable(in ProviderTable.Row row, DateTimeOffset now) => row.BoundJobs == 0 && row.Node != ProviderTable.OffRoad && IsOfferable(in row, now);

    /// <summary>Puts a provider on the roads, once for each place.</summary>
    /// <returns>False when it stands too far off them: then it is in no round until it reports from elsewhere.</returns>
    private bool Snap(ref ProviderTable.Row row, MarketMap map)
    {
        if (row.Node == ProviderTable.OffRoad)
        {
            return false;
        }

        if (row.Node < 0)
        {
            var nearest = map.Roads.NearestNode(row.Place);
            if (nearest.Distance.Value > _options.FarthestFromRoadMetres)
            {
                row.Node = ProviderTable.OffRoad;
                _reportsRefused++;
                return false;
            }

            row.Node = nearest.Node;
        }

        return true;
    }

    private ShardJob Add(JobView view)
    {
        var job = new ShardJob(view, _nextJobKey++);
        if (_map is not null)
        {
            Place(job, _map);
        }

        _jobs[view.Job] = job;
        _byKey[job.Key] = job;
        _asking += job.Asks is null ? 0 : 1;
        MatchesKept.Name(job.Key, view.Job);
        Index(job);
        return job;
    }

    private void Index(ShardJob job)
    {
        if (job.View.State == JobState.Matching || job.Offer != Guid.Empty)
        {
            _matching[job.Key] = job;
        }
        else
        {
            _matching.Remove(job.Key);
        }
    }

    private static void Place(ShardJob job, MarketMap map)
    {
        var stops = job.View.Stops;
        var nodes = new int[stops.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = map.Roads.NearestNode(new GeoPoint(stops[i].Longitude, stops[i].Latitude)).Node;
        }

        job.Nodes = nodes;
    }

    private void Bind(ShardJob job, Guid? provider)
    {
        var slot = provider is { } id ? _providers.SlotOf(id) : -1;
        if (slot != job.BoundSlot)
        {
            job.IsSentOff = false;
            job.SendNotBefore = default;
        }

        if (slot == job.BoundSlot && job.IsHeldAsPromise == job.IsPromise)
        {
            return;
        }

        Unbind(job);
        if (slot >= 0 && job.IsPromise)
        {
            (_providers[slot].Promised ??= []).Add(job);
            job.BoundSlot = slot;
            job.IsHeldAsPromise = true;
            MarkPromising(slot);
        }
        else if (slot >= 0)
        {
            ref var row = ref _providers[slot];
            row.Take(job);
            job.BoundSlot = slot;
            job.DrivenBefore = row.Driven.Metres;
            if (row.HasPlace)
            {
                row.Driven.Start(row.Place, row.ReportedAt);
            }
        }
    }

    /// <summary>
    /// News of a job that is not known here: of a new one, or of one that has ended and is overtaken by the news of its end. A job of the dead would keep its
    /// provider from every other, so what ended lately is remembered, and what is older than that is looked up.
    /// </summary>
    /// <returns>The job as it is; null when it has ended.</returns>
    private async ValueTask<JobView?> Newest(JobView job, CancellationToken cancellationToken)
    {
        if (_ended.Has(job.Job))
        {
            return null;
        }

        if (job.ChangedAt >= _awakeSince && time.GetUtcNow() - job.ChangedAt < EndedJobs.Kept)
        {
            return job;
        }

        return await jobs.Load(new JobId(job.Job), cancellationToken) is { } stored && JobViews.Of(stored, job.ChangedAt) is var view && !view.State.IsEnd()
            // The news of its end may have come while it was read.
            && !_ended.Has(job.Job) ? view : null;
    }

    /// <summary>Who completes a job stands at its last stop: a report from before says where it was on the way, and the node nearest to that may be a street off.</summary>
    private void Stands(ShardJob ended)
    {
        if (ended is { View.State: JobState.Completed, BoundSlot: >= 0, Nodes: [.., var last] } && _map is { } map)
        {
            ref var row = ref _providers[ended.BoundSlot];
            if (row.HasPlace && row.ReportedAt <= ended.View.ChangedAt)
            {
                (row.Node, row.Place) = (last, map.Roads.Point(last));
            }
        }
    }

    private void Unbind(ShardJob job)
    {
        if (job.BoundSlot >= 0)
        {
            ref var row = ref _providers[job.BoundSlot];
            if (job.IsHeldAsPromise)
            {
                row.Promised!.Remove(job);
                job.IsHeldAsPromise = false;
                MarkPromising(job.BoundSlot);
            }
            else
            {
                row.Jobs!.Remove(job);
                if (row.BoundJobs == 0)
                {
                    row.Driven.Stop();
                }
            }

            job.Heading = null;
            job.BoundSlot = -1;
        }
    }

    private void ForgetOffer(ShardJob job)
    {
        if (job.OfferSlot >= 0 && _providers[job.OfferSlot].Offer == job.Offer)
        {
            _providers[job.OfferSlot].Offer = Guid.Empty;
        }

        job.Offer = Guid.Empty;
        job.OfferIsUnknown = false;
        job.OfferSlot = -1;
        job.OfferHolder = -1;
        Index(job);
    }

    private void Exclude(ShardJob job, ImmutableArray<Guid> excluded)
    {
        foreach (var provider in excluded)
        {
            var slot = _providers.SlotOf(provider);
            if (!job.ExcludedSlots.Contains(slot))
            {
                job.ExcludedSlots.Add(slot);
            }
        }
    }

    private async Task ReadMarket(CancellationToken cancellationToken)
    {
        var view = await GrainFactory.GetGrain<IMarketGrain>(_marketName).Get(cancellationToken);
        if (view?.Definition != _definition)
        {
            (_definition, _market) = (view?.Definition, view is null ? null : MarketCodec.Read(view.Definition, out _));
        }

        var market = _market;
        if (market?.Find(new ServiceClassId(_className)) is not { } serviceClass)
        {
            _policy = null;
            return;
        }

        _leastRating = serviceClass.LeastRating;
        _radius = serviceClass.Radius;
        if (_map is null && maps.Find(market.Id) is { } map)
        {
            _map = map;
            foreach (var job in _jobs.Values)
            {
                Place(job, map);
            }
        }

        var policy = MatchingPolicies.Named(serviceClass.Policy);
        if (_tick is null || _policy?.Name != policy.Name || _fixedWindow != serviceClass.Window)
        {
            _policy = policy;
            _fixedWindow = serviceClass.Window;
            _window = serviceClass.Window ?? TimeSpan.FromMilliseconds(policy.Needs.WindowMilliseconds);
            _tick?.Dispose();
            _tick = this.RegisterGrainTimer(Tick, Every(_window == TimeSpan.Zero ? NudgedPeriod : _window));
        }
    }

    /// <summary>After a start: the jobs that are live, who has them, and the offers that may still be out.</summary>
    private async Task Remember(CancellationToken cancellationToken)
    {
        foreach (var job in await jobs.LiveInShard(_key, cancellationToken))
        {
            // What is had at a counter is nobody's to match, and its end is not told here.
            if (job.Order.IsRedemption)
            {
                continue;
            }

            var entry = Add(JobViews.Of(job, _awakeSince));
            if (job.Attempt == 1)
            {
                // Of later attempts nothing durable says when they began.
                entry.OpenSince = job.MatchFrom;
            }

            Bind(entry, entry.View.Provider);
            Exclude(entry, entry.View.Excluded);
        }

        foreach (var offer in await offers.OpenInShard(_key, cancellationToken))
        {
            if (_jobs.TryGetValue(offer.Job.Value, out var job) && job.Offer == Guid.Empty && (job.IsOpen || job.IsOnTheWay))
            {
                var slot = _providers.SlotOf(offer.Provider.Value);
                job.Offer = offer.Id.Value;
                job.OfferSlot = slot;
                job.OfferHolder = job.BoundSlot;
                job.OfferFrom = -1;
                job.OfferExpiresAt = offer.ExpiresAt;
                Index(job);
                _providers[slot].Offer = offer.Id.Value;
            }
        }
    }
}
