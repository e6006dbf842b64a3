using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.TravelTimes;

namespace O2O.Dispatch.Grains.Markets;

/// <summary>
/// Keeps the travel times of markets near what vehicles really take: listens to jobs, learns from each completed drive, and now and then puts new times into the
/// market's map. Readers never wait for it. What was learned is memory: after a restart it is learned anew. Thread-safe.
/// </summary>
public sealed partial class TrafficKeeper(
    IEventBus bus, IBackgroundWork work, IOffload offload, TimeProvider time, IOptions<TrafficOptions> options, ILogger<TrafficKeeper> log)
{
    // A job under way that never ends would be remembered for ever; so many at a time are more than any market has.
    private const int MostUnderWay = 200_000;

    private readonly Lock _gate = new();
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);
    private readonly Dictionary<string, Followed> _followed = [];
    private readonly Dictionary<Guid, DateTimeOffset> _underWay = [];
    private IDisposable? _listening;

    /// <summary>Begins to learn for a market.</summary>
    /// <param name="market">The market.</param>
    /// <param name="map">Its map as it begins.</param>
    /// <param name="startFactor">How many times as long as on empty roads its travel times are.</param>
    /// <returns>The map whose travel times follow; the same one when learning is off.</returns>
    public MarketMap Follow(MarketId market, MarketMap map, double startFactor)
    {
        if (!options.Value.Learn)
        {
            return map;
        }

        var live = new LiveTravelTimes(map.TravelTimes, offload.Run);
        var squares = options.Value.SquareMetres;
        var groups = squares == 0 ? EdgeGroups.Whole(map.Roads) : EdgeGroups.BySquares(map.Roads, squares);
        var learner = new TravelTimeLearner(
            groups, HierarchyTravelTimes.Build(map.Roads, 1.0), _zone, startFactor);
        lock (_gate)
        {
            _followed[market.Value] = new Followed(map, live, learner, new TravelTimesBuilder(map.Roads));
            _listening ??= bus.Listen(Hear);
        }

        return map with { TravelTimes = live };
    }

    /// <summary>Starts the refreshes; they go on until the host stops. Does nothing when no market is followed.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_followed.Count == 0)
            {
                return;
            }
        }

        work.Start("traffic", async cancellationToken =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(options.Value.RefreshPeriod, time, cancellationToken);
                await Refresh(cancellationToken);
            }
        });
    }

    /// <summary>Puts into each market's map what was learned since the last time, and what the hour of the day makes of it.</summary>
    public async Task Refresh(CancellationToken cancellationToken)
    {
        List<(string Market, Followed Followed)> markets;
        lock (_gate)
        {
            markets = [.. _followed.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value))];
        }

        foreach (var (market, followed) in markets)
        {
            try
            {
                TrafficFactors factors;
                long learned;
                lock (_gate)
                {
                    (factors, learned) = (followed.Learner.Factors(), followed.Learner.Learned);
                }

                var hour = TimeZoneInfo.ConvertTime(time.GetUtcNow(), _zone).Hour;
                if (learned == 0 || (learned, hour) == (followed.RefreshedFrom, followed.RefreshedAt))
                {
                    continue;
                }

                // One thread: rounds of matching come first.
                await followed.Live.Refresh(stop => followed.Builder.Build(EdgeTimes.AtHour(factors, hour), threads: 1, stop), cancellationToken);
                (followed.RefreshedFrom, followed.RefreshedAt) = (learned, hour);
                Refreshed(log, market, learned);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                RefreshFailed(log, market, fault);
            }
        }
    }

    private void Hear(StreamEvent happened)
    {
        if (happened.Message is not PushMessage.JobChanged { Job: var job, Event: var what } || !happened.Stream.StartsWith("job/", StringComparison.Ordinal))
        {
            return;
        }

        lock (_gate)
        {
            if (what == "started")
            {
                // A drive with stops on the way waits there for people, not for traffic.
                if (job.Stops.Length == 2 && _underWay.Count < MostUnderWay && _followed.ContainsKey(job.Market))
                {
                    _underWay[job.Job] = happened.At;
                }
            }
            else if (job.State.IsEnd() && _underWay.Remove(job.Job, out var since) && job is { State: JobState.Completed, DestinationChanges: 0 } && _followed.TryGetValue(job.Market, out var followed))
            {
                var (from, to) = (job.Stops[0], job.Stops[1]);
                followed.Learner.Observe(
                    followed.Map.Roads.NearestNode(new GeoPoint(from.Longitude, from.Latitude)).Node,
                    followed.Map.Roads.NearestNode(new GeoPoint(to.Longitude, to.Latitude)).Node,
                    since,
                    happened.At - since);
            }
        }
    }

    [LoggerMessage(1601, LogLevel.Information, "Travel times of {Market} follow {Drives} drives")]
    private static partial void Refreshed(ILogger log, string market, long drives);

    [LoggerMessage(1602, LogLevel.Warning, "Travel times of {Market} could not be refreshed; the old ones stay")]
    private static partial void RefreshFailed(ILogger log, string market, Exception fault);

    private sealed class Followed(MarketMap map, LiveTravelTimes live, TravelTimeLearner learner, TravelTimesBuilder builder)
    {
        public MarketMap Map { get; } = map;

        public LiveTravelTimes Live { get; } = live;

        public TravelTimeLearner Learner { get; } = learner;

        public TravelTimesBuilder Builder { get; } = builder;

        public long RefreshedFrom { get; set; }

        public int RefreshedAt { get; set; } = -1;
    }
}
