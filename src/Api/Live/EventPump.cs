using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Brings events from the bus to the board and to subscribers, one after another. The publisher is kept no longer than it takes to queue the event. When the queue is full, events are lost: then
/// everything is read anew from the store, and every connection is closed, so that it subscribes again. Where events of other nodes may have been missed, boards are read anew and their hearers closed; hearers of durable streams
/// get what they missed (<see cref="StreamRepair"/>). While other nodes cannot be heard at all, boards are read anew now and then, and hearers of what has changed are closed.
/// </summary>
internal sealed partial class EventPump : IDisposable
{
    private static readonly TimeSpan HoldFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly IEventBus _bus;
    private readonly INodeLink _link;
    private readonly StreamRepair _repair;
    private readonly LiveBoard _board;
    private readonly MerchantBoard _merchants;
    private readonly ShiftBook _shifts;
    private readonly Subscriptions _subscriptions;
    private readonly IMarketCatalog _catalog;
    private readonly IBackgroundWork _work;
    private readonly TimeProvider _time;
    private readonly LiveMeters _meters;
    private readonly LiveOptions _options;
    private readonly ILogger _log;
    private readonly Channel<(StreamEvent Happened, bool IsRepaired)> _queue;
    private readonly List<StreamEvent> _ready = [];
    private readonly List<Holding> _holding = [];
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);
    private IDisposable? _listening;
    private DateTimeOffset _notBefore;
    private DateTimeOffset _rereadAt;
    private int _lost;
    private bool _reload;
    private long _losses;

    /// <summary>Makes it; nothing is heard before <see cref="Start"/>.</summary>
    public EventPump(
        IEventBus bus, INodeLink link, StreamRepair repair, LiveBoard board, MerchantBoard merchants, ShiftBook shifts, Subscriptions subscriptions, IMarketCatalog catalog, IBackgroundWork work, TimeProvider time,
        LiveMeters meters, IOptions<LiveOptions> options, ILogger<EventPump> log)
    {
        (_bus, _link, _repair, _board, _merchants, _shifts, _subscriptions, _catalog, _work, _time, _meters, _options, _log) =
            (bus, link, repair, board, merchants, shifts, subscriptions, catalog, work, time, meters, options.Value, log);
        _queue = Channel.CreateBounded<(StreamEvent, bool)>(new BoundedChannelOptions(_options.QueuedEvents) { SingleReader = true });
        meters.Watch(() => _queue.Reader.Count, link);
    }

    /// <summary>Starts to listen and to push; goes on until the engine stops.</summary>
    public void Start()
    {
        _listening ??= _bus.Listen(Hear);
        _losses = _link.Losses;
        _repair.Start(HearRepaired);
        _work.Start("live-events", async cancellationToken =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await Tend(cancellationToken);
                TakeQueued();

                // Wakes by itself too: for markets that came up, counts that grew old and events that wait for one before them.
                using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var more = _queue.Reader.WaitToReadAsync(rest.Token).AsTask();
                await Task.WhenAny([more, Task.Delay(_options.MapPeriod, _time, rest.Token), .. _holding.Select(holding => holding.Reading).OfType<Task>()]);
                await rest.CancelAsync();
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _listening?.Dispose();

    /// <summary>Runs in the publisher's turn: it only queues.</summary>
    internal void Hear(StreamEvent happened) => Queue(happened, isRepaired: false);

    /// <summary>Queues what was missed and read from the store. Its hearers get it; boards have it from the store, and would count it twice when it comes by itself after all.</summary>
    internal void HearRepaired(StreamEvent happened) => Queue(happened, isRepaired: true);

    /// <summary>Takes in what is queued.</summary>
    internal void TakeQueued()
    {
        while (_queue.Reader.TryRead(out var next))
        {
            if (next.IsRepaired)
            {
                TakeRepaired(next.Happened);
            }
            else
            {
                Take(next.Happened);
            }
        }
    }

    /// <summary>Takes in one event and pushes it.</summary>
    internal void Take(StreamEvent happened)
    {
        try
        {
            switch (happened.Message)
            {
                case PushMessage.ProviderChanged changed:
                    _shifts.Learn(changed.Provider);
                    return;
                case PushMessage.MoveAdvised or PushMessage.SetOff:
                    PushLoose(happened);
                    return;
                case PushMessage.JobChanged changed when happened.Stream.StartsWith("job/", StringComparison.Ordinal):
                    if (_board.Apply(happened, changed) is { } told)
                    {
                        Push(told);
                    }

                    foreach (var order in _merchants.Hear(happened, changed))
                    {
                        Push(order);
                    }

                    break;
                case PushMessage.OfferMade made:
                    _board.Apply(happened.At, made);
                    break;
                case PushMessage.OfferClosed closed:
                    _board.Apply(happened.At, closed);
                    break;
            }

            Push(happened);
        }
        catch (Exception fault)
        {
            // One event that cannot be shown must not end the pushing of all others.
            TakeFailed(_log, happened.Stream, happened.Sequence, fault);
        }
    }

    /// <summary>What is due beside events.</summary>
    internal async Task Tend(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        try
        {
            await TendHolding(now, cancellationToken);
            if (now < _notBefore)
            {
                return;
            }

            _reload |= Interlocked.Exchange(ref _lost, 0) == 1;
            var losses = _link.Losses;
            var reload = _reload || losses != _losses;

            // What others do meanwhile is in the store alone.
            var reread = reload || (_link.IsDeaf && now >= _rereadAt);
            var begun = _time.GetTimestamp();
            if (_reload)
            {
                EventsLost(_log);
                while (_queue.Reader.TryRead(out _))
                {
                    // What is left is in the store by now, as what was lost is.
                }
            }

            await Follow(StreamTopics.News);
            foreach (var market in _catalog.All)
            {
                _board.Market(market.Id.Value);
            }

            foreach (var live in _board.Markets)
            {
                // Before it is filled: what comes later than the store was read is heard.
                await Follow(StreamTopics.Market(live.Name));
                if (!live.Filled || reread)
                {
                    if (await _board.Fill(live, cancellationToken) is { } changed)
                    {
                        TellFilled(live, changed);
                    }
                }
                else if (now - live.CountedAt >= _options.RecountPeriod)
                {
                    await _board.Recount(live, cancellationToken);
                }
            }

            if (reread)
            {
                _rereadAt = now + StreamRepair.Rest(_time.GetElapsedTime(begun));
            }

            if (reload)
            {
                foreach (var live in _board.Markets)
                {
                    live.Skip();
                }

                _merchants.Reset();
                if (_reload)
                {
                    _subscriptions.AbortListeners();
                }
                else
                {
                    _subscriptions.AbortListenersOfBoards();
                }

                (_reload, _losses) = (false, losses);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A store that is away is not asked four times a second.
            _notBefore = now + RetryAfter;
            TendFailed(_log, fault);
        }
    }

    private void TakeRepaired(StreamEvent happened)
    {
        try
        {
            Push(happened);
        }
        catch (Exception fault)
        {
            TakeFailed(_log, happened.Stream, happened.Sequence, fault);
        }
    }

    private void Queue(StreamEvent happened, bool isRepaired)
    {
        if (!_queue.Writer.TryWrite((happened, isRepaired)))
        {
            _meters.Lost();
            Volatile.Write(ref _lost, 1);
        }
    }

    /// <summary>A market was read from the store: who heard it, or a merchant of it, and may have missed something comes back.</summary>
    private void TellFilled(LiveMarket live, IReadOnlyList<JobView> changed)
    {
        if (!live.Filled)
        {
            // Until now orders of it may have gone past its merchants' streams; of the market's own nobody was answered.
            if (_merchants.Reset())
            {
                _subscriptions.AbortListenersOfMerchants();
            }

            live.Fill();
        }
        else if (changed.Count > 0)
        {
            live.Skip();
            _subscriptions.AbortListenersOf(StreamNames.Market(live.Name));
            foreach (var sale in changed.Select(job => job.Sale).OfType<SaleView>().DistinctBy(sale => (sale.Merchant, sale.Store)))
            {
                _merchants.Reset(sale);
                _subscriptions.AbortListenersOf(StreamNames.Merchant(sale.Merchant));
                _subscriptions.AbortListenersOf(StreamNames.Merchant(sale.Merchant, sale.Store));
            }
        }
    }

    /// <summary>
    /// Where an event has waited long enough for one before it, what is missing is read from the store, beside the pump: events of other streams do not wait for it. Where it cannot be told, or the store is away, what is
    /// held goes out, and its hearers see the gap.
    /// </summary>
    private async ValueTask TendHolding(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reading = _holding.Count(holding => holding.Reading is not null);
        foreach (var holding in _holding.Where(holding => holding.Reading is null && now - holding.Group.HeldSince >= HoldFor))
        {
            // A store that is away is not asked for every stream.
            if (now < _notBefore)
            {
                GiveUp(holding);
            }
            else if (reading < StreamRepair.AtOnce)
            {
                reading++;
                holding.Since = holding.Group.HeldSince;
                holding.Reading = _repair.Read(holding.Stream, holding.Group, cancellationToken);
            }
        }

        foreach (var holding in _holding.ToList())
        {
            if (holding.Reading is { IsCompleted: true } read)
            {
                await TakeRead(holding, read, now, cancellationToken);
            }
        }

        _holding.RemoveAll(holding => holding.Reading is null && holding.Group.HeldSince is null);
    }

    /// <summary>Tells what was read, and gives up what that does not lead up to. What waits for another event by now has its own time.</summary>
    private async ValueTask TakeRead(Holding holding, Task<ImmutableArray<StreamEvent>?> read, DateTimeOffset now, CancellationToken cancellationToken)
    {
        holding.Reading = null;
        try
        {
            foreach (var fact in await read ?? [])
            {
                TakeRepaired(fact);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _notBefore = now + RetryAfter;
            TendFailed(_log, fault);
        }

        if (holding.Group.HeldSince == holding.Since)
        {
            GiveUp(holding);
        }
    }

    private void GiveUp(Holding holding)
    {
        holding.Group.GiveUp(_ready);
        SendReady(holding.Group);
    }

    private async ValueTask Follow(string topic)
    {
        if (_followed.Add(topic))
        {
            await _link.Follow(topic);
        }
    }

    private void Push(StreamEvent happened)
    {
        if (_subscriptions.Find(happened.Stream) is not { } group)
        {
            return;
        }

        group.Accept(happened, _time.GetUtcNow(), _ready);
        SendReady(group);
        if (group.HeldSince is not null && !_holding.Exists(holding => holding.Group == group))
        {
            _holding.Add(new Holding(happened.Stream, group));
        }
    }

    /// <summary>What has no sequence keeps no order: it goes out at once.</summary>
    private void PushLoose(StreamEvent happened)
    {
        if (_subscriptions.Find(happened.Stream) is { } group)
        {
            _ready.Add(happened);
            SendReady(group);
        }
    }

    private void SendReady(StreamGroup group)
    {
        try
        {
            foreach (var happened in _ready)
            {
                // One serialisation for each kind of hearer, whatever their number.
                Span<bool> made = [false, false, false, false, false];
                var payloads = new Utf8Payload?[5];
                foreach (var member in group.Members)
                {
                    var kind = (int)member.Audience;
                    if (!made[kind])
                    {
                        made[kind] = true;
                        payloads[kind] = EventEnvelopes.Of(happened, member.Audience) is { } envelope ? Utf8Payload.Of(envelope) : null;
                    }

                    if (payloads[kind] is { } payload)
                    {
                        member.Send(nameof(IOpsClient.Event), payload);
                    }
                }
            }
        }
        finally
        {
            // What cannot be shown must not go to the next group.
            _ready.Clear();
        }
    }

    [LoggerMessage(2021, LogLevel.Error, "Event {Sequence} of {Stream} could not be shown")]
    private static partial void TakeFailed(ILogger log, string stream, long sequence, Exception fault);

    [LoggerMessage(2022, LogLevel.Warning, "The queue of events was full: all is read anew and every subscriber is told to reload")]
    private static partial void EventsLost(ILogger log);

    [LoggerMessage(2023, LogLevel.Warning, "The live board could not be read from the store")]
    private static partial void TendFailed(ILogger log, Exception fault);

    /// <summary>A stream with an event that waits for one before it.</summary>
    private sealed class Holding(string stream, StreamGroup group)
    {
        public string Stream => stream;

        public StreamGroup Group => group;

        /// <summary>Reads what is missing; null while nobody does.</summary>
        public Task<ImmutableArray<StreamEvent>?>? Reading { get; set; }

        /// <summary>Since when it waited as reading began.</summary>
        public DateTimeOffset? Since { get; set; }
    }
}
