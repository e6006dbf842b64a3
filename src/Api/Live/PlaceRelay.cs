using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Tells other API nodes where the vehicles are that report to this one, and hears of theirs. A market's places are heard while somebody here watches its map or has asked for a place of it of late. They are told while somebody
/// elsewhere hears them: what changed, each vehicle once, with every frame; all to whoever comes, and all again every few seconds. Nothing is kept: what is lost comes with the next whole, and a vehicle that nobody tells of
/// any more leaves the map as one that is silent does. Without other nodes it does nothing.
/// </summary>
internal sealed partial class PlaceRelay(
    LiveBoard board, ShiftBook shifts, INodeLink link, IBackgroundWork work, TimeProvider time, LiveMeters meters, IOptions<LiveOptions> options, ILogger<PlaceRelay> log)
{
    /// <summary>As often it is seen whether somebody listens, where nothing is told.</summary>
    internal static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Between two times that all is told; less where vehicles that nobody tells of go off the map sooner.</summary>
    internal static readonly TimeSpan WholePeriod = TimeSpan.FromSeconds(5);

    /// <summary>As long as a market is heard after the last question.</summary>
    internal static readonly TimeSpan HeardFor = TimeSpan.FromSeconds(30);

    // Whoever begins to hear is seen within a look and two rounds, and told all.
    private static readonly TimeSpan WholeAfter = LookPeriod + TimeSpan.FromSeconds(0.5);
    private const int RoundsUntilSeen = 2;
    private const int TimesWithinSilence = 4;
    private readonly Dictionary<string, Exchange> _exchanges = new(StringComparer.Ordinal);

    /// <summary>Starts to tell and to hear; goes on until the engine stops.</summary>
    public void Start()
    {
        if (link.IsAlone)
        {
            return;
        }

        work.Start("live-places", async cancellationToken =>
        {
            using var timer = new PeriodicTimer(options.Value.MapPeriod, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    Tick();
                }
                catch (Exception fault)
                {
                    RoundFailed(log, fault);
                }
            }
        });
    }

    /// <summary>One round over all markets. A market of which the last word is not out yet is left for the next one.</summary>
    internal void Tick()
    {
        var now = time.GetUtcNow();
        foreach (var live in board.Markets)
        {
            if (!_exchanges.TryGetValue(live.Name, out var exchange))
            {
                _exchanges[live.Name] = exchange = new Exchange(live);
            }

            TendHearing(exchange, now);
            if (exchange.Telling.IsCompleted)
            {
                exchange.Telling = Tell(exchange, now);
            }
        }
    }

    private void TendHearing(Exchange exchange, DateTimeOffset now)
    {
        var live = exchange.Live;
        bool isNeeded;
        lock (live.Gate)
        {
            isNeeded = live.IsWatched || now - live.AskedAt < HeardFor;
        }

        if (isNeeded && exchange.Hearing is null)
        {
            exchange.Hearing = link.Hear(exchange.Topic, message => Take(live, message.Span));
            exchange.HeardSince = now;
        }
        else if (!isNeeded && exchange.Hearing is { } hearing)
        {
            hearing.Dispose();
            exchange.Hearing = null;
            exchange.Forget();
        }

        if (link.IsDeaf)
        {
            // Nothing is heard, whoever tells.
            exchange.HeardSince = now;
            exchange.Forget();
        }

        if (exchange.Hearing is not null && now - exchange.HeardSince >= WholeAfter + (options.Value.MapPeriod * RoundsUntilSeen))
        {
            exchange.Whole.TrySetResult();
        }
    }

    private async Task Tell(Exchange exchange, DateTimeOffset now)
    {
        try
        {
            var had = exchange.Others;
            var all = had > 0 && now >= exchange.WholeAt;
            exchange.Others = await Say(exchange, had > 0 ? Untold(exchange.Live, all) : [], now);
            if (exchange.Others > had)
            {
                // Whoever came knows nothing yet.
                all = true;
                exchange.Others = await Say(exchange, Untold(exchange.Live, all), now);
            }

            if (all)
            {
                var often = options.Value.VehicleSilence / TimesWithinSilence;
                exchange.WholeAt = now + (often < WholePeriod ? often : WholePeriod);
            }

            if (exchange.Others == 0)
            {
                lock (exchange.Live.Gate)
                {
                    exchange.Live.Map.StopTelling();
                }
            }
        }
        catch (Exception fault)
        {
            RoundFailed(log, fault);
        }
    }

    private List<byte[]> Untold(LiveMarket live, bool all)
    {
        List<ToldPlace> untold;
        lock (live.Gate)
        {
            untold = live.Map.TakeUntold(all);
        }

        meters.PlacesTold(untold.Count);
        return PlaceMessages.Of(untold, time.GetUtcNow());
    }

    /// <summary>Says it, and where there is nothing to say looks now and then whether somebody hears.</summary>
    /// <returns>How many do.</returns>
    private async ValueTask<int> Say(Exchange exchange, List<byte[]> messages, DateTimeOffset now)
    {
        if (messages.Count == 0)
        {
            if (now < exchange.LookAt)
            {
                return exchange.Others;
            }

            messages.Add([]);
        }

        exchange.LookAt = now + LookPeriod;
        var others = 0;
        foreach (var message in messages)
        {
            others = await link.Say(exchange.Topic, message);
            if (others == 0)
            {
                break;
            }
        }

        return others;
    }

    private bool Take(LiveMarket live, ReadOnlySpan<byte> message)
    {
        if (!PlaceMessages.TryRead(message, live.Name, out var places))
        {
            return false;
        }

        var now = time.GetUtcNow();
        var (since, news) = (now - options.Value.VehicleSilence, 0);
        lock (live.Gate)
        {
            foreach (var told in places)
            {
                // By this node's clock nobody was anywhere in time to come: a place would stand there against all that follow.
                var place = told.At > now ? told with { At = now } : told;

                // Under the gate: the end of the shift, should it come now, takes it off the map afterwards.
                if (place.At >= since && !shifts.IsOver(place.Provider, place.Shift) && live.Map.Hear(place, board.Jobs.StateOf))
                {
                    news++;
                }
            }
        }

        meters.PlacesHeard(news);
        return true;
    }

    [LoggerMessage(2013, LogLevel.Error, "Places of vehicles could not be exchanged with other nodes")]
    private static partial void RoundFailed(ILogger log, Exception fault);

    /// <summary>What goes on between this node and others of one market. Touched by one round at a time.</summary>
    private sealed class Exchange
    {
        public Exchange(LiveMarket live)
        {
            (Live, Topic) = (live, StreamTopics.Places(live.Name));
            live.Whole = Whole.Task;
        }

        public LiveMarket Live { get; }

        public string Topic { get; }

        /// <summary>How many others heard the last word.</summary>
        public int Others { get; set; }

        /// <summary>The last word; complete when it is out.</summary>
        public Task Telling { get; set; } = Task.CompletedTask;

        /// <summary>From then on somebody may have come without being seen.</summary>
        public DateTimeOffset LookAt { get; set; } = DateTimeOffset.MinValue;

        /// <summary>When all is told next.</summary>
        public DateTimeOffset WholeAt { get; set; } = DateTimeOffset.MinValue;

        /// <summary>Ends the hearing; null while the others are not heard.</summary>
        public IDisposable? Hearing { get; set; }

        /// <summary>When that began.</summary>
        public DateTimeOffset HeardSince { get; set; }

        /// <summary>Complete once the others have told all.</summary>
        public TaskCompletionSource Whole { get; private set; } = NotYet();

        /// <summary>What the others told grows old.</summary>
        public void Forget()
        {
            if (Whole.Task.IsCompleted)
            {
                Whole = NotYet();
                Live.Whole = Whole.Task;
            }
        }

        private static TaskCompletionSource NotYet() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
