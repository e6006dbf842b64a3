using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Providers;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Api.Live;

/// <summary>What goes on, market by market, as this process has it: fed by the event pump and the location intake, read by everybody. Thread-safe.</summary>
internal sealed class LiveBoard(
    IMarketCatalog catalog, IJobStore jobs, IJobReader reader, ISecretSource secrets, TimeProvider time, AlertBoard alerts, BooksWatch books, Subscriptions subscriptions, IOptions<LiveOptions> options)
    : IVehiclePlaces
{
    private const int OffersRemembered = 100_000;
    private const int ScheduledPage = 1_000;

    // Others tell all within a second and a half; a little more where Redis is slow.
    private static readonly TimeSpan FromJustNow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WholeWithin = TimeSpan.FromSeconds(3);
    private static readonly JobState[] States = Enum.GetValues<JobState>();
    private static readonly ImmutableArray<(JobState State, string Name)> StateNames =
        [.. States.Select(state => (state, JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString())))];

    private static readonly ImmutableArray<string> VehicleNames = ["offline", "available", "reserved", "on_trip", "stopped"];

    private readonly ConcurrentDictionary<string, LiveMarket> _markets = new(StringComparer.Ordinal);

    // An offer may end after its job did, and says then of no market. By job, because an acceptance names the job alone.
    private readonly Dictionary<Guid, (Guid Offer, string Market)> _offers = [];

    /// <summary>The open jobs.</summary>
    public JobBook Jobs { get; } = new();

    /// <summary>The markets seen so far, in order of name.</summary>
    public IReadOnlyList<LiveMarket> Markets => [.. _markets.Values.OrderBy(market => market.Name, StringComparer.Ordinal)];

    /// <summary>A market that exists; null for one that nobody knows.</summary>
    public LiveMarket? Find(string market) =>
        _markets.TryGetValue(market, out var known) ? known : MarketId.TryParse(market, out var id) && catalog.Find(id) is not null ? Market(market) : null;

    /// <summary>A market, made known if need be.</summary>
    public LiveMarket Market(string market) => _markets.TryGetValue(market, out var known) ? known : _markets.GetOrAdd(market, name => new LiveMarket(name, StreamEpoch.Draw(secrets), time.GetUtcNow(), options.Value.MapGroups));

    /// <summary>Where the vehicle of a provider is; null when it is on no map.</summary>
    public (WirePoint Place, DateTimeOffset At)? PlaceOf(Guid provider, string market)
    {
        if (!_markets.TryGetValue(market, out var live))
        {
            return null;
        }

        lock (live.Gate)
        {
            live.AskedAt = time.GetUtcNow();
            return live.Map.Find(provider);
        }
    }

    /// <inheritdoc/>
    public WirePoint? Find(Guid provider, string market) => PlaceOf(provider, market)?.Place;

    /// <inheritdoc/>
    public async ValueTask<WirePoint?> Ask(Guid provider, string market, CancellationToken cancellationToken)
    {
        var found = PlaceOf(provider, market);

        // While others are not heard, a place that is not from just now may be one that the vehicle has left for a place it told them of.
        if (!_markets.TryGetValue(market, out var live) || live.Whole.IsCompleted || (found is { At: var at } && time.GetUtcNow() - at < FromJustNow))
        {
            return found?.Place;
        }

        try
        {
            await live.Whole.WaitAsync(WholeWithin, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What is known by now is the answer.
        }

        return Find(provider, market);
    }

    /// <summary>The free vehicles of a market that serve a shard nearest to a place, as the crow flies, the nearest first.</summary>
    /// <param name="market">The market.</param>
    /// <param name="place">The place.</param>
    /// <param name="shard">Market and class.</param>
    /// <param name="most">At most this many, 1 to 16.</param>
    public ImmutableArray<GeoPoint> Nearest(string market, GeoPoint place, string shard, int most)
    {
        if (Find(market) is not { } live)
        {
            return [];
        }

        lock (live.Gate)
        {
            live.AskedAt = time.GetUtcNow();
            return live.Map.Near.Nearest(place, shard, most);
        }
    }

    /// <summary>The map as it is; null for an unknown market.</summary>
    public MapFrame? Map(string market)
    {
        if (Find(market) is not { } live)
        {
            return null;
        }

        lock (live.Gate)
        {
            live.AskedAt = time.GetUtcNow();
            return live.Map.Snapshot(live.AskedAt);
        }
    }

    /// <summary>The figures as they are; null for an unknown market.</summary>
    public OverviewResource? Overview(string market) => Find(market) is { } live ? Overview(live, time.GetUtcNow()) : null;

    /// <summary>The figures of a market at an instant.</summary>
    public OverviewResource Overview(LiveMarket live, DateTimeOffset now)
    {
        Span<int> vehicles = stackalloc int[VehicleNames.Length];
        var byState = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        (double Served, double? Wait, double? Acceptance) window;
        long open = 0, waiting, captured;
        string currency;
        lock (live.Gate)
        {
            live.AskedAt = now;
            live.Map.Count(vehicles);
            foreach (var (state, name) in StateNames)
            {
                var count = live.Figures.Count(state);
                byState[name] = count;
                open += state.IsEnd() ? 0 : count;
            }

            waiting = live.Figures.Count(JobState.Scheduled) + live.Figures.Count(JobState.Matching);
            window = live.Figures.Window(now);
            captured = live.Figures.Captured;
            currency = live.Figures.Currency;
        }

        var vehiclesByState = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        var onMap = 0;
        for (var state = 1; state < VehicleNames.Length; state++)
        {
            vehiclesByState[VehicleNames[state]] = vehicles[state];
            onMap += vehicles[state];
        }

        return new OverviewResource(
            live.Name, now, open, waiting, byState.ToImmutable(), onMap, vehiclesByState.ToImmutable(), window.Served, window.Wait, window.Acceptance, captured,
            currency.Length > 0 ? currency : CurrencyOf(live.Name), books.Ledger?.ImbalanceMinorUnits, books.CheckedAt, alerts.Current.Count, books.Waiting, books.Parked,
            subscriptions.Listeners);
    }

    /// <summary>News of a job. Called by the event pump alone.</summary>
    /// <returns>The event of the market's stream; null for old news.</returns>
    public StreamEvent? Apply(StreamEvent happened, PushMessage.JobChanged changed)
    {
        if (!Jobs.TryApply(changed.Job, out var before))
        {
            return null;
        }

        alerts.Hear(changed);
        if (changed.Event == "accepted")
        {
            _offers.Remove(changed.Job.Job);
        }

        var live = Market(changed.Job.Market);
        lock (live.Gate)
        {
            Show(live, before, changed.Job);
            live.Figures.Follow(before, changed.Job, changed.Event, happened.At);
            return live.Tell(happened.At, changed);
        }
    }

    /// <summary>News of an offer. Called by the event pump alone.</summary>
    public void Apply(DateTimeOffset at, PushMessage.OfferMade made)
    {
        if (_offers.Count >= OffersRemembered)
        {
            _offers.Clear();
        }

        _offers[made.Job.Job] = (made.Offer, made.Job.Market);
    }

    /// <summary>News of an offer. Called by the event pump alone.</summary>
    public void Apply(DateTimeOffset at, PushMessage.OfferClosed closed)
    {
        if (!_offers.TryGetValue(closed.Job, out var offer) || offer.Offer != closed.Offer)
        {
            return;
        }

        _offers.Remove(closed.Job);
        var live = Market(offer.Market);
        lock (live.Gate)
        {
            live.Figures.OfferLost(at);
        }
    }

    /// <summary>Complete when every market of the catalog was filled.</summary>
    public Task Filling => Task.WhenAll(catalog.All.Select(market => Market(market.Id.Value).Filling));

    /// <summary>
    /// Reads a market's open jobs and counts from the store. Called by the event pump alone, between two events: every event that was applied is in the store by then, so nothing
    /// older than what is known comes from there, and every later event is still to be applied.
    /// </summary>
    /// <returns>The jobs that were not known as they are, those that have ended as completed; null for a market that the catalog does not know (yet): of that nothing was read.</returns>
    public async Task<IReadOnlyList<JobView>?> Fill(LiveMarket live, CancellationToken cancellationToken)
    {
        if (!MarketId.TryParse(live.Name, out var id) || catalog.Find(id) is not { } market)
        {
            return null;
        }

        var found = new Dictionary<Guid, JobView>();
        foreach (var serviceClass in market.Classes)
        {
            foreach (var job in await jobs.LiveInShard(ShardKey.Of(live.Name, serviceClass.Id.Value), cancellationToken))
            {
                found[job.Id.Value] = ViewOf(job);
                alerts.Find(job);
            }
        }

        var search = new JobSearch { Market = id, Statuses = [JobStatus.Scheduled] };
        while (true)
        {
            var page = await reader.Search(search, ScheduledPage, cancellationToken);
            foreach (var job in page)
            {
                found[job.Id.Value] = ViewOf(job);
            }

            if (page.Length < ScheduledPage)
            {
                break;
            }

            search = search with { After = new JobSearchCursor(page[^1].Order.RequestedAt, page[^1].Id) };
        }

        // All is read before anything is changed: who fails half way through has changed nothing that it would have to tell.
        await Recount(live, cancellationToken);

        var gone = Jobs.OfMarket(live.Name).Where(job => !found.ContainsKey(job.Job)).ToList();
        var ends = gone.ConvertAll(job => job with { State = JobState.Completed, Version = job.Version + 1 });
        ends.ForEach(job => alerts.Hear(new PushMessage.JobChanged(job, string.Empty, null)));
        var changed = new List<JobView>();
        lock (live.Gate)
        {
            // Known as open and not in the store as such: its end was missed.
            foreach (var job in found.Values.OrderBy(job => job.Job).Concat(ends))
            {
                if (Jobs.TryApply(job, out var before))
                {
                    Show(live, before, job);
                    changed.Add(job);
                }
            }
        }

        return changed;
    }

    /// <summary>Counts a market's jobs in the store. Called by the event pump alone.</summary>
    public async Task Recount(LiveMarket live, CancellationToken cancellationToken)
    {
        var counts = await reader.CountByStatus(live.Name, cancellationToken);
        lock (live.Gate)
        {
            live.Figures.SetCounts(counts);
        }

        live.CountedAt = time.GetUtcNow();
    }

    /// <summary>A job as a view. The store does not say when its version came to be: the last instant that the job itself knows stands for it.</summary>
    internal static JobView ViewOf(Job job) => JobViews.Of(job, job.EndedAt ?? job.StartedAt ?? job.ArrivedAt ?? job.Order.RequestedAt);

    private void Show(LiveMarket live, JobView? before, JobView job)
    {
        live.Map.Follow(job);
        if (before?.Provider is { } had && had != job.Provider)
        {
            live.Map.SetState(had, Jobs.StateOf(had));
        }

        if (job.Provider is { } has)
        {
            live.Map.SetState(has, Jobs.StateOf(has));
        }
    }

    private string CurrencyOf(string market) =>
        MarketId.TryParse(market, out var id) && catalog.Find(id) is { Classes: [var first, ..] } ? first.Terms.Fares.Currency.Code : "USD";
}
