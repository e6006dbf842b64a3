using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Api.Live;

/// <summary>The meters of the edge: pushes, connections, admission, locations; docs/reference/observability.md lists them.</summary>
internal sealed class LiveMeters : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "O2O.Dispatch.Api";

    private readonly Meter _meter;
    private readonly ConcurrentDictionary<string, long> _connections = new(StringComparer.Ordinal);
    private readonly Counter<long> _pushed;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _slow;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _reports;
    private readonly Counter<long> _told;
    private readonly Counter<long> _heard;
    private readonly Counter<long> _notifications;
    private readonly Counter<long> _webhooks;
    private readonly Histogram<double> _webhookTime;
    private readonly Histogram<long> _frameBytes;
    private readonly Histogram<double> _frameTime;
    private readonly Counter<long> _overloaded;
    private Func<int> _queued = () => 0;
    private INodeLink _link = new AloneNode();
    private Func<IEnumerable<Measurement<long>>> _waiting = () => [];
    private Func<long> _open = () => 0;
    private long _most;

    /// <summary>Makes the instruments.</summary>
    /// <param name="factory">Null for a meter of its own.</param>
    public LiveMeters(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        _meter.CreateObservableGauge("dispatch.push.queue", () => (long)_queued(), "{event}", "Events that wait to be pushed.");
        _meter.CreateObservableCounter("dispatch.push.gaps", () => _link.Losses, "{gap}", "Times that events of other nodes may have been missed; what is listened to was read from the store.");
        _meter.CreateObservableCounter("dispatch.push.unread", () => _link.Unread, "{message}", "Messages of other nodes that could not be read, for they are of another version, or broken.");
        _meter.CreateObservableUpDownCounter(
            "dispatch.hub.connections",
            () => _connections.OrderBy(hub => hub.Key, StringComparer.Ordinal).Select(hub => new Measurement<long>(hub.Value, new KeyValuePair<string, object?>("hub", hub.Key))),
            "{connection}",
            "Open connections by hub.");
        _pushed = _meter.CreateCounter<long>("dispatch.push.events", "{event}", "Events pushed to subscribers, by hub.");
        _lost = _meter.CreateCounter<long>("dispatch.push.lost", "{event}", "Events that found the queue full; all subscribers reload.");
        _slow = _meter.CreateCounter<long>("dispatch.push.slow_clients", "{connection}", "Connections closed because they did not read.");
        _meter.CreateObservableGauge("dispatch.connections.open", () => _open(), "{connection}", "Open connections of any kind.");
        _meter.CreateObservableGauge("dispatch.connections.limit", () => _most, "{connection}", "Connections that are served at the most; more are refused.");
        _refused = _meter.CreateCounter<long>("dispatch.connections.refused", "{connection}", "Connections closed, and requests and hub connections refused, because there are enough, by reason.");
        _meter.CreateObservableUpDownCounter("dispatch.admission.waiting", () => _waiting(), "{request}", "Requests that wait to be let in, by lane.");
        _overloaded = _meter.CreateCounter<long>("dispatch.admission.refused", "{request}", "Requests that were refused because too many waited, or they had waited too long, by lane.");
        _reports = _meter.CreateCounter<long>("dispatch.locations.reports", "{report}", "Location reports, by result.");
        _told = _meter.CreateCounter<long>("dispatch.locations.told", "{place}", "Places of vehicles that report to this node, told to other nodes.");
        _heard = _meter.CreateCounter<long>("dispatch.locations.heard", "{place}", "Places of vehicles that report to other nodes, taken in as news.");
        _notifications = _meter.CreateCounter<long>("dispatch.notifications", "{notification}", "Messages to phones and mailboxes, by channel and result.");
        _webhooks = _meter.CreateCounter<long>("dispatch.webhooks", "{try}", "Tries to deliver a webhook, by result.");
        _webhookTime = _meter.CreateHistogram<double>("dispatch.webhooks.duration", "s", "From the begin of a try to the receiver's answer.");
        _frameBytes = _meter.CreateHistogram<long>("dispatch.map.frame.size", "By", "Size of a map frame as sent to each watcher.");
        _frameTime = _meter.CreateHistogram<double>("dispatch.map.frame.duration", "s", "Time to build and serialise a map frame.");
    }

    /// <summary>The meter, for tests that listen to it alone.</summary>
    internal Meter Meter => _meter;

    /// <summary>Tells where the length of the push queue is read, and what is heard of other nodes.</summary>
    public void Watch(Func<int> queued, INodeLink link) => (_queued, _link) = (queued, link);

    /// <summary>A connection came (1) or went (-1).</summary>
    public void Connection(string hub, int change) => _connections.AddOrUpdate(hub, change, (_, count) => count + change);

    /// <summary>How many connections a hub has.</summary>
    public long Connections(string hub) => _connections.GetValueOrDefault(hub);

    /// <summary>Tells where the number of connections is read, and its limit.</summary>
    public void WatchConnections(Func<long> open, long most) => (_open, _most) = (open, most);

    /// <summary>A connection was one too many.</summary>
    public void ConnectionRefused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Tells where is read how many requests wait to be let in, by lane.</summary>
    public void WatchAdmission(Func<IEnumerable<Measurement<long>>> waiting) => _waiting = waiting;

    /// <summary>A request was not let in.</summary>
    /// <param name="lane">The tag of its lane.</param>
    public void AdmissionRefused(KeyValuePair<string, object?> lane) => _overloaded.Add(1, lane);

    /// <summary>An event went to a subscriber.</summary>
    public void Pushed(string hub) => _pushed.Add(1, new KeyValuePair<string, object?>("hub", hub));

    /// <summary>An event found the queue full.</summary>
    public void Lost() => _lost.Add(1);

    /// <summary>A connection was closed because it did not read.</summary>
    public void SlowClient(string hub) => _slow.Add(1, new KeyValuePair<string, object?>("hub", hub));

    /// <summary>Reports came.</summary>
    public void Reports(string result, int count)
    {
        if (count > 0)
        {
            _reports.Add(count, new KeyValuePair<string, object?>("result", result));
        }
    }

    /// <summary>Places went to other nodes.</summary>
    public void PlacesTold(int count) => Add(_told, count);

    /// <summary>Places came from other nodes.</summary>
    public void PlacesHeard(int count) => Add(_heard, count);

    /// <summary>A message to a phone or mailbox.</summary>
    public void Notification(string channel, string result) =>
        _notifications.Add(1, new KeyValuePair<string, object?>("channel", channel), new KeyValuePair<string, object?>("result", result));

    /// <summary>A webhook was tried.</summary>
    public void Webhook(string result, int milliseconds)
    {
        _webhooks.Add(1, new KeyValuePair<string, object?>("result", result));
        _webhookTime.Record(milliseconds / 1_000.0);
    }

    /// <summary>A map frame was built.</summary>
    public void Frame(int bytes, TimeSpan took)
    {
        _frameBytes.Record(bytes);
        _frameTime.Record(took.TotalSeconds);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static void Add(Counter<long> counter, int count)
    {
        if (count > 0)
        {
            counter.Add(count);
        }
    }
}
