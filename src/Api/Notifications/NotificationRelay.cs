using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Notifications;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Notifications;

/// <summary>
/// Turns events into messages: an offer wakes the phone of a provider whose app is not connected, a PIN and a receipt go to the customer. What cannot be sent is logged and dropped. Every node hears of what calls for a message
/// (<see cref="StreamTopics.News"/>), and the first that claims it sends it.
/// </summary>
internal sealed partial class NotificationRelay : IDisposable
{
    private readonly IEventBus _bus;
    private readonly INodeLink _link;
    private readonly INotifier _notifier;
    private readonly INotificationFilter _filter;
    private readonly Subscriptions _subscriptions;
    private readonly IBackgroundWork _work;
    private readonly IIdSource _ids;
    private readonly LiveMeters _meters;
    private readonly ILogger _log;
    private readonly Channel<StreamEvent> _queue;
    private IDisposable? _listening;

    /// <summary>Makes it; nothing is heard before <see cref="Start"/>.</summary>
    public NotificationRelay(
        IEventBus bus, INodeLink link, INotifier notifier, INotificationFilter filter, Subscriptions subscriptions, IBackgroundWork work, IIdSource ids, LiveMeters meters,
        IOptions<NotificationOptions> options, ILogger<NotificationRelay> log)
    {
        (_bus, _link, _notifier, _filter, _subscriptions, _work, _ids, _meters, _log) = (bus, link, notifier, filter, subscriptions, work, ids, meters, log);
        _queue = Channel.CreateBounded<StreamEvent>(new BoundedChannelOptions(options.Value.Queued) { SingleReader = true });
    }

    /// <summary>Starts to listen and to send; goes on until the engine stops.</summary>
    public void Start()
    {
        _listening ??= _bus.Listen(Hear);
        _work.Start("notifications", async cancellationToken =>
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken))
            {
                while (_queue.Reader.TryRead(out var happened))
                {
                    await Send(happened, cancellationToken);
                }
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _listening?.Dispose();

    /// <summary>Runs in the publisher's turn: it only queues what may call for a message.</summary>
    internal void Hear(StreamEvent happened)
    {
        if (StreamTopics.IsNews(happened) && _filter.Wants(happened.Stream) && !_queue.Writer.TryWrite(happened))
        {
            _meters.Notification("any", "dropped");
        }
    }

    /// <summary>Sends the message that an event calls for, if it does.</summary>
    internal async ValueTask Send(StreamEvent happened, CancellationToken cancellationToken)
    {
        if (NotificationTexts.Of(happened) is not var (channel, kind, to, text, job))
        {
            return;
        }

        // With the instant, for sequences begin anew with an empty store, and Redis may remember those before.
        if (!await _link.Claim($"notice/{happened.Stream}/{happened.Epoch}/{happened.Sequence}/{happened.At.UtcTicks}"))
        {
            _meters.Notification(channel, "elsewhere");
            return;
        }

        // An app that is connected has the offer on its stream already.
        if (channel == "push" && StreamAddress.TryParse(to, out var address) && await _subscriptions.IsConnected(address.Id))
        {
            _meters.Notification(channel, "connected");
            return;
        }

        try
        {
            await _notifier.Send(new Notification(_ids.Next(), happened.At, channel, kind, to, text, job), cancellationToken);
            _meters.Notification(channel, "sent");
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _meters.Notification(channel, "failed");
            SendFailed(_log, channel, kind, fault);
        }
    }

    [LoggerMessage(2061, LogLevel.Warning, "A {Channel} message ({Kind}) could not be sent")]
    private static partial void SendFailed(ILogger log, string channel, string kind, Exception fault);
}
