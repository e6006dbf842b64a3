using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Storage.Push;
using StackExchange.Redis;

namespace O2O.Dispatch.Storage.Redis;

/// <summary>
/// Carries events within this process over memory, and to other nodes over Redis' publish and subscribe. Listeners of this process depend on Redis in nothing. Redis promises no delivery, so every node says each second
/// that it is there, on a channel that all hear, itself as well: who does not hear itself is deaf; who hears itself again, whose connection was cut, who misses a node that published, or hears from one that it dropped
/// messages, may have missed events, and <see cref="Losses"/> tells so. Within a stream events come in order as long as the connection keeps it; hearers go by the sequence. Thread-safe.
/// </summary>
public sealed partial class RedisEventBus : IEventBus, INodeLink, IDisposable
{
    // Beyond, messages are dropped, and said to be: Redis stands still, and memory is bounded.
    private const int MostUnderWay = 10_000;

    // An event that comes on two topics comes on both within moments.
    private const int MostRemembered = 8_192;
    private const string BeatTopic = "beat";
    private static readonly TimeSpan BeatPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DeafAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClaimKept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly RedisServers _servers;
    private readonly RedisOptions _options;
    private readonly Guid _node;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly MemoryEventBus _local;
    private readonly ITimer _timer;
    private readonly Dictionary<string, Task> _followed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<ReadOnlyMemory<byte>, bool>> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Peer> _peers = [];
    private readonly HashSet<(string Stream, long Epoch, long Sequence, DateTimeOffset At)> _seen = [];
    private readonly Queue<(string Stream, long Epoch, long Sequence, DateTimeOffset At)> _seenInOrder = new();
    private Task? _beginning;
    private ISubscriber? _subscriber;
    private long _beats;
    private long _heardAt;
    private long? _clearedBy;
    private long _losses;
    private long _unread;
    private long _dropped;
    private long _toldAwayAt;
    private int _underWay;
    private int _beating;
    private bool _publishes;
    private volatile bool _isDeaf;
    private bool _disposed;

    /// <summary>Makes it; connects by itself.</summary>
    /// <param name="servers">The connection.</param>
    /// <param name="options">What channels begin with, and how long Redis is waited for.</param>
    /// <param name="node">The id of this node's life: another after each start.</param>
    /// <param name="time">Measures the wall's time, however fast the host's goes: networks know no other.</param>
    /// <param name="logs">Where it says what is wrong; null for nowhere.</param>
    public RedisEventBus(RedisServers servers, RedisOptions options, Guid node, TimeProvider time, ILoggerFactory? logs = null)
    {
        (_servers, _options, _node, _time) = (servers, options, node, time);
        logs ??= NullLoggerFactory.Instance;
        (_log, _local) = (logs.CreateLogger<RedisEventBus>(), new MemoryEventBus(logs.CreateLogger<MemoryEventBus>()));
        _heardAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => _ = Tick(), null, TimeSpan.Zero, BeatPeriod);
    }

    /// <inheritdoc/>
    public bool IsAlone => false;

    /// <inheritdoc/>
    public long Losses => Interlocked.Read(ref _losses);

    /// <inheritdoc/>
    public bool IsDeaf => _isDeaf;

    /// <inheritdoc/>
    public long Unread => Interlocked.Read(ref _unread);

    /// <summary>How many other nodes are known to be there.</summary>
    internal int Peers
    {
        get
        {
            lock (_gate)
            {
                return _peers.Count;
            }
        }
    }

    /// <summary>How many messages of events went to nobody.</summary>
    internal long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public async ValueTask Publish(ImmutableArray<StreamEvent> events)
    {
        await _local.Publish(events);
        Volatile.Write(ref _publishes, true);
        var texts = new byte[events.Length][];
        var byTopic = new List<(string Topic, List<byte[]> Texts)>();
        for (var i = 0; i < events.Length; i++)
        {
            texts[i] = WireEvents.Text(events[i]);
            foreach (var topic in StreamTopics.Of(events[i]))
            {
                if (byTopic.Find(known => known.Topic == topic) is not { Texts: { } together })
                {
                    byTopic.Add((topic, together = []));
                }

                together.Add(texts[i]);
            }
        }

        foreach (var (topic, together) in byTopic)
        {
            Send(topic, WireEvents.Of(_node, together));
        }
    }

    /// <inheritdoc/>
    public IDisposable Listen(Action<StreamEvent> handler) => _local.Listen(handler);

    /// <inheritdoc/>
    public async ValueTask Follow(string topic)
    {
        Task following;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (!_followed.TryGetValue(topic, out following!))
            {
                // Noted first: whoever begins subscribes to all that is noted.
                _followed[topic] = Task.CompletedTask;
                _followed[topic] = following = _subscriber is { } subscriber ? Subscribe(subscriber, topic) : Begun();
            }
        }

        try
        {
            await following.WaitAsync(_options.AnswerWithin, _time);
        }
        catch (Exception fault) when (IsAway(fault))
        {
            lock (_gate)
            {
                // The connection subscribes by itself when it is back, and the loss is told then.
                if (_followed.ContainsKey(topic))
                {
                    _followed[topic] = Task.CompletedTask;
                }

                // What is no event is told again by itself.
                if (!_readers.ContainsKey(ChannelName(topic)))
                {
                    SuspectUnderGate();
                }
            }

            Away(fault);
        }
    }

    /// <inheritdoc/>
    public void Leave(string topic)
    {
        lock (_gate)
        {
            if (_followed.Remove(topic) && !_disposed)
            {
                // In the order of the calls under the gate: who follows it again right after hears it.
                _ = Quietly(() => _subscriber?.UnsubscribeAsync(Channel(topic), Hear));
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsFollowed(string topic)
    {
        return Ask(Count, away: false);

        async Task<bool> Count()
        {
            await Begun();
            return await _subscriber!.PublishAsync(Channel(topic), RedisValue.EmptyString) > 0;
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> Say(string topic, ReadOnlyMemory<byte> message)
    {
        return Ask(Publish, away: 0);

        async Task<int> Publish()
        {
            await Begun();
            var heardBy = await _subscriber!.PublishAsync(Channel(topic), message.IsEmpty ? RedisValue.EmptyString : WireEvents.Of(_node, message.Span));
            lock (_gate)
            {
                // This node hears itself.
                return (int)Math.Max(0, heardBy - (_followed.ContainsKey(topic) ? 1 : 0));
            }
        }
    }

    /// <inheritdoc/>
    public IDisposable Hear(string topic, Func<ReadOnlyMemory<byte>, bool> reader)
    {
        _readers[ChannelName(topic)] = reader;
        _ = Follow(topic).AsTask();
        return new Hearing(this, topic);
    }

    /// <inheritdoc/>
    public ValueTask<bool> Claim(string deed)
    {
        return Ask(Set, away: true);

        async Task<bool> Set() =>
            await (await _servers.Open()).GetDatabase().StringSetAsync($"{_options.Prefix}claim:{deed}", _node.ToByteArray(), ClaimKept, When.NotExists);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _timer.Dispose();
        _ = Quietly(() => _subscriber?.PublishAsync(Channel(BeatTopic), WireEvents.Of(_node, new WireEvents.Beat(long.MaxValue, _publishes, 0, IsLast: true))));
    }

    /// <summary>A message went to nobody.</summary>
    internal void Drop() => Interlocked.Increment(ref _dropped);

    /// <summary>One round: whether the others and this node itself are heard, and that this node is there.</summary>
    private async Task Tick()
    {
        Look();
        if (Interlocked.Exchange(ref _beating, 1) == 1)
        {
            // The last one is not said yet.
            return;
        }

        try
        {
            await Begun();
            await _subscriber!.PublishAsync(Channel(BeatTopic), WireEvents.Of(_node, new WireEvents.Beat(
                Interlocked.Increment(ref _beats), Volatile.Read(ref _publishes), Dropped, IsLast: false)));
        }
        catch (Exception fault) when (IsAway(fault))
        {
            Away(fault);
        }
        finally
        {
            Volatile.Write(ref _beating, 0);
        }
    }

    private void Look()
    {
        var now = _time.GetTimestamp();
        var isDeaf = false;
        lock (_gate)
        {
            if (_time.GetElapsedTime(_heardAt, now) >= DeafAfter)
            {
                isDeaf = !_isDeaf;
                _isDeaf = true;
                SuspectUnderGate();
            }
            else
            {
                foreach (var (node, peer) in _peers)
                {
                    if (_time.GetElapsedTime(peer.HeardAt, now) >= GoneAfter)
                    {
                        // It went without a word, perhaps between a commit and what it would have told of it.
                        _peers.Remove(node);
                        if (peer.Publishes)
                        {
                            SuspectUnderGate();
                        }
                    }
                }
            }
        }

        if (isDeaf)
        {
            Away(null);
        }
    }

    /// <summary>The connection, with all that is followed. Begun anew when it could not be opened.</summary>
    private Task Begun()
    {
        lock (_gate)
        {
            return _beginning is null or { IsFaulted: true } or { IsCanceled: true } ? _beginning = Begin() : _beginning;
        }
    }

    private async Task Begin()
    {
        var connection = await _servers.Open();
        Task[] subscribing;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_subscriber is not null)
            {
                return;
            }

            _subscriber = connection.GetSubscriber();
            connection.ConnectionFailed += (_, _) => Suspect();
            connection.ConnectionRestored += (_, _) => Suspect();
            subscribing = [.. _followed.Keys.Append(BeatTopic).Select(topic => Subscribe(_subscriber, topic))];
        }

        await Task.WhenAll(subscribing);
    }

    private Task Subscribe(ISubscriber subscriber, string topic)
    {
        try
        {
            return subscriber.SubscribeAsync(Channel(topic), Hear);
        }
        catch (Exception fault) when (IsAway(fault))
        {
            return Task.FromException(fault);
        }
    }

    /// <summary>Runs wherever the connection calls it, also twice at once.</summary>
    private void Hear(RedisChannel channel, RedisValue value)
    {
        if ((byte[]?)value is not { Length: > 0 } message)
        {
            // Somebody asks whether a topic is followed.
            return;
        }

        if (WireEvents.NodeOf(message) is not { } node)
        {
            CountUnread(1);
            return;
        }

        if (channel == Channel(BeatTopic))
        {
            if (WireEvents.BeatOf(message) is { } beat)
            {
                Hear(node, beat);
            }

            return;
        }

        if (node == _node)
        {
            return;
        }

        if (_readers.TryGetValue(channel.ToString(), out var reader))
        {
            CountUnread(reader(message.AsMemory(WireEvents.HeaderBytes)) ? 0 : 1);
            return;
        }

        var events = WireEvents.EventsOf(message, out var unread);
        CountUnread(unread);
        lock (_gate)
        {
            events = events.RemoveAll(happened => !IsNew(happened));
        }

        _ = _local.Publish(events);
    }

    private void Hear(Guid node, WireEvents.Beat beat)
    {
        var cleared = false;
        lock (_gate)
        {
            if (node == _node)
            {
                _heardAt = _time.GetTimestamp();
                if (_clearedBy <= beat.Number)
                {
                    (_clearedBy, _isDeaf, cleared) = (null, false, true);
                }
            }
            else if (beat.IsLast)
            {
                _peers.Remove(node);
            }
            else
            {
                if (_peers.TryGetValue(node, out var known) && known.Dropped != beat.Dropped)
                {
                    SuspectUnderGate();
                }

                _peers[node] = new Peer(_time.GetTimestamp(), beat.Publishes, beat.Dropped);
            }
        }

        if (cleared)
        {
            _ = TellLoss();
        }
    }

    /// <summary>This node hears itself, and once the subscriptions before it are answered, all that it follows.</summary>
    private async Task TellLoss()
    {
        try
        {
            await _subscriber!.PingAsync().WaitAsync(_options.AnswerWithin, _time);
            Interlocked.Increment(ref _losses);
            MayHaveMissed(_log);
        }
        catch (Exception fault) when (IsAway(fault))
        {
            Suspect();
            Away(fault);
        }
    }

    private void Suspect()
    {
        lock (_gate)
        {
            SuspectUnderGate();
        }
    }

    /// <summary>A beat that is said from now on and heard ends it: what came before it may have been missed.</summary>
    private void SuspectUnderGate() => _clearedBy = Interlocked.Read(ref _beats) + 1;

    private void Send(string topic, byte[] message)
    {
        Task sending;
        try
        {
            if (_subscriber is not { } subscriber || Volatile.Read(ref _underWay) >= MostUnderWay)
            {
                Drop();
                return;
            }

            sending = subscriber.PublishAsync(Channel(topic), message);
        }
        catch (Exception fault) when (IsAway(fault))
        {
            sending = Task.FromException(fault);
        }

        if (!sending.IsCompletedSuccessfully)
        {
            Interlocked.Increment(ref _underWay);
            _ = Sent(sending);
        }
    }

    private async Task Sent(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception fault) when (IsAway(fault))
        {
            Drop();
            Away(fault);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>Asks Redis. Where it is known to be away nobody waits for it: one message after another would.</summary>
    /// <param name="ask">What.</param>
    /// <param name="away">The answer without an answer.</param>
    private async ValueTask<T> Ask<T>(Func<Task<T>> ask, T away)
    {
        if (_isDeaf)
        {
            return away;
        }

        try
        {
            return await ask().WaitAsync(_options.AnswerWithin, _time);
        }
        catch (Exception fault) when (IsAway(fault))
        {
            Away(fault);
            return away;
        }
    }

    private async Task Quietly(Func<Task?> ask)
    {
        try
        {
            await (ask() ?? Task.CompletedTask);
        }
        catch (Exception fault) when (IsAway(fault))
        {
            Away(fault);
        }
    }

    /// <summary>Whether an event has not come before, on another topic. Under the gate.</summary>
    private bool IsNew(StreamEvent happened)
    {
        // With the instant, for sequences begin anew with an empty store.
        var key = (happened.Stream, happened.Epoch, happened.Sequence, happened.At);
        if (happened.Sequence == 0)
        {
            return true;
        }

        if (!_seen.Add(key))
        {
            return false;
        }

        _seenInOrder.Enqueue(key);
        if (_seenInOrder.Count > MostRemembered)
        {
            _seen.Remove(_seenInOrder.Dequeue());
        }

        return true;
    }

    private void CountUnread(int unread)
    {
        if (unread > 0 && Interlocked.Add(ref _unread, unread) == unread)
        {
            CannotRead(_log);
        }
    }

    private void Away(Exception? fault)
    {
        var now = _time.GetTimestamp();
        var told = Volatile.Read(ref _toldAwayAt);
        if ((told == 0 || _time.GetElapsedTime(told, now) >= TellAgain) && Interlocked.CompareExchange(ref _toldAwayAt, now, told) == told)
        {
            RedisAway(_log, fault);
        }
    }

    private RedisChannel Channel(string topic) => new(ChannelName(topic), RedisChannel.PatternMode.Literal);

    private string ChannelName(string topic) => $"{_options.Prefix}push:{topic}";

    private static bool IsAway(Exception fault) => RedisServers.IsAway(fault) || fault is OperationCanceledException;

    private readonly record struct Peer(long HeardAt, bool Publishes, long Dropped);

    /// <summary>Somebody here hears a topic that has no events.</summary>
    private sealed class Hearing(RedisEventBus bus, string topic) : IDisposable
    {
        public void Dispose()
        {
            bus.Leave(topic);

            // What is on its way still is no event either.
            bus._readers[bus.ChannelName(topic)] = _ => true;
        }
    }
}
