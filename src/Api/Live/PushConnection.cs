using Microsoft.AspNetCore.SignalR;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// A hub connection as the pushing side sees it: a bounded queue that is sent one message after another, so that a client that does not read delays nobody else. One whose queue is full is
/// closed: it comes back and reads a snapshot. Thread-safe.
/// </summary>
internal sealed class PushConnection(string id, Audience audience, Guid user, ISingleClientProxy client, Action abort, LiveMeters meters, int limit)
{
    // A second of map frames; a watcher that is farther behind misses the oldest, sees the gap and asks for all of it. Of places, figures and statistics the latest are left.
    private const int FrameLimit = 4;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Method, object Message, bool IsFrame)> _queue = new();
    private long _taken;
    private long _seenTaken;
    private DateTimeOffset _seenAt;
    private bool _sending;
    private bool _closed;
    private int _frames;
    private int _maps;

    /// <summary>The connection's id.</summary>
    public string Id => id;

    /// <summary>Who hears.</summary>
    public Audience Audience => audience;

    /// <summary>Whose it is; the job of a share link.</summary>
    public Guid User => user;

    /// <summary>The hub's name, for meters.</summary>
    public string Hub { get; } = audience.ToString().ToLowerInvariant();

    /// <summary>When it has to go; null for never.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The streams it hears. Guarded by the subscriptions' gate.</summary>
    public HashSet<string> Streams { get; } = new(StringComparer.Ordinal);

    /// <summary>How many maps it watches.</summary>
    public int Maps => Volatile.Read(ref _maps);

    /// <summary>How far the frames were numbered that it had of the maps that it has watched, by market; what it watches now left out. Touched by its own calls alone, one after the other.</summary>
    public Dictionary<string, long> MapsNumberedTo { get; } = new(StringComparer.Ordinal);

    /// <summary>The places that were sent, by job: what is sent again is what moved. Touched by the follower alone.</summary>
    public Dictionary<Guid, (double Longitude, double Latitude)> Sent { get; } = [];

    /// <summary>Queues a message.</summary>
    public void Send(string method, object message)
    {
        if (Enqueue(method, message, isFrame: false))
        {
            meters.Pushed(Hub);
        }
    }

    /// <summary>Queues a map frame, a place, figures or statistics. For who is too far behind, the oldest of them that waits is left out.</summary>
    public void SendFrame(string method, object frame) => Enqueue(method, frame, isFrame: true);

    /// <summary>Frames of its own that wait.</summary>
    public int FramesWaiting
    {
        get
        {
            lock (_gate)
            {
                return _frames;
            }
        }
    }

    /// <summary>It watches a map more (1) or fewer (-1).</summary>
    public void CountMaps(int change) => Interlocked.Add(ref _maps, change);

    /// <summary>Messages that wait, the one that is being sent left out.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Whether one message has been on its way for so long: what the transport holds for the client is full, and it does not read. Called again and again, by the follower alone.</summary>
    public bool IsStuck(DateTimeOffset now, TimeSpan patience)
    {
        lock (_gate)
        {
            if (!_sending || _taken != _seenTaken)
            {
                (_seenTaken, _seenAt) = (_taken, now);
                return false;
            }

            return now - _seenAt >= patience;
        }
    }

    /// <summary>Closes it, because its client does not read.</summary>
    public void AbortSlow()
    {
        meters.SlowClient(Hub);
        Abort();
    }

    /// <summary>Closes it.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _closed = true;
            _queue.Clear();
        }

        abort();
    }

    private bool Enqueue(string method, object message, bool isFrame)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            if (isFrame && _frames >= FrameLimit)
            {
                DropOldestFrame();
            }

            if (_queue.Count < limit)
            {
                _queue.AddLast((method, message, isFrame));
                _frames += isFrame ? 1 : 0;
                if (_sending)
                {
                    return true;
                }

                _sending = true;
            }
            else
            {
                _closed = true;
                _queue.Clear();
            }
        }

        if (_closed)
        {
            AbortSlow();
            return false;
        }

        _ = SendAll();
        return true;
    }

    private void DropOldestFrame()
    {
        for (var at = _queue.First; at is not null; at = at.Next)
        {
            if (at.Value.IsFrame)
            {
                _queue.Remove(at);
                _frames--;
                return;
            }
        }
    }

    private async Task SendAll()
    {
        while (true)
        {
            (string Method, object Message, bool IsFrame) next;
            lock (_gate)
            {
                if (_queue.First is not { } first)
                {
                    _sending = false;
                    return;
                }

                next = first.Value;
                _queue.RemoveFirst();
                _taken++;
            }

            try
            {
                await client.SendCoreAsync(next.Method, [next.Message]);
            }
            catch (Exception)
            {
                // The connection is gone, and the hub hears of it by itself.
                lock (_gate)
                {
                    _closed = true;
                    _queue.Clear();
                }
            }

            lock (_gate)
            {
                _frames -= next.IsFrame ? 1 : 0;
            }
        }
    }
}
