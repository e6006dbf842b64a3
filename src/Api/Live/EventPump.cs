using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Brings events from the bus to the board and to subscribers, one after another. The publisher is kept no longer than it takes to queue the event. When the queue is full, events are lost: then
/// everything is read anew from the store, and every connection is closed, so that it subscribes again. Where events of other nodes may have been missed, boards are read anew and their hearers closed; hearers of durable streams
/// get what they missed (<see cref="StreamRepair"/>).
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
    private readonly Channel<StreamEvent> _queue;
    private readonly List<StreamEvent> _ready = [];
    private readonly List<StreamGroup> _holding = [];
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);
    private IDisposable? _listening;
    private DateTimeOffset _notBefore;
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
        _queue = Channel.CreateBounded<StreamEvent>(new BoundedChannelOptions(_options.QueuedEvents) { SingleReader = true });
        meters.Watch(() => _queue.Reader.Count, link);
    }

    /// <summary>Starts to listen and to push; goes on until the engine stops.</summary>
    public void Start()
    {
        _listening ??= _bus.Listen(Hear);
        _losses = _link.Losses;
        _repair.Start(Hear);
        _work.Start("live-events", async cancellationToken =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await Tend(cancellationToken);
                while (_queue.Reader.TryRead(out var happened))
                {
                    Take(happened);
                }

                // Wakes by itself too: for markets that came up, counts that grew old and events that wait for one before them.
                using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var more = _queue.Reader.WaitToReadAsync(rest.Token).AsTask();
                await Task.WhenAny(more, Task.Delay(_options.MapPeriod, _time, rest.Token));
                await rest.CancelAsync();
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _listening?.Dispose();

    /// <summary>Runs in the publisher's turn: it only queues.</summary>
    internal void Hear(StreamEvent happened)
    {
        if (!_queue.Writer.TryWrite(happened))
        {
            _meters.Lost();
            Volatile.Write(ref _lost, 1);
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
        if (now < _notBefore)
        {
            return;
        }

        try
        {
            _reload |= Interlocked.Exchange(ref _lost, 0) == 1;
            var losses = _link.Losses;
            var reload = _reload || losses != _losses;
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
                if (!live.Filled || reload)
                {
                    await _board.Fill(live, cancellationToken);
                    live.Skip(reload);
                }
                else if (now - live.CountedAt >= _options.RecountPeriod)
                {
                    await _board.Recount(live, cancellationToken);
                }
            }

            if (reload)
            {
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

            for (var i = _holding.Count - 1; i >= 0; i--)
            {
                var group = _holding[i];
                if (group.HeldSince is { } since && now - since >= HoldFor)
                {
                    group.GiveUp(_ready);
                    SendReady(group);
                }

                if (group.HeldSince is null)
                {
                    _holding.RemoveAt(i);
                }
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A store that is away is not asked four times a second.
            _notBefore = now + RetryAfter;
            TendFailed(_log, fault);
        }
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
        if (group.HeldSince is not null && !_holding.Contains(group))
        {
            _holding.Add(group);
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

        _ready.Clear();
    }

    [LoggerMessage(2021, LogLevel.Error, "Event {Sequence} of {Stream} could not be shown")]
    private static partial void TakeFailed(ILogger log, string stream, long sequence, Exception fault);

    [LoggerMessage(2022, LogLevel.Warning, "The queue of events was full: all is read anew and every subscriber is told to reload")]
    private static partial void EventsLost(ILogger log);

    [LoggerMessage(2023, LogLevel.Warning, "The live board could not be read from the store")]
    private static partial void TendFailed(ILogger log, Exception fault);
}
