using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>Endpoints and deliveries. Any number of nodes may work on them at once. Thread-safe.</summary>
public interface IWebhookStore
{
    /// <summary>Keeps a new endpoint. The same id again is no change.</summary>
    ValueTask Add(WebhookEndpoint endpoint, CancellationToken cancellationToken);

    /// <summary>An endpoint; null when there is none, or it was deleted.</summary>
    ValueTask<WebhookEndpoint?> Find(Guid endpoint, CancellationToken cancellationToken);

    /// <summary>Endpoints in order of id, after one; of one owner, or of all.</summary>
    ValueTask<ImmutableArray<WebhookEndpoint>> Page(WebhookOwner? owner, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>The endpoints that are sent events, in order of id.</summary>
    ValueTask<ImmutableArray<WebhookEndpoint>> Enabled(CancellationToken cancellationToken);

    /// <summary>The endpoints that were switched off because they failed, in order of id.</summary>
    ValueTask<ImmutableArray<WebhookEndpoint>> Failing(int limit, CancellationToken cancellationToken);

    /// <summary>Switches an endpoint on or off. What is in the state already is no change; switched on, its failures are forgotten.</summary>
    /// <returns>The endpoint; null when there is none.</returns>
    ValueTask<WebhookEndpoint?> Switch(Guid endpoint, WebhookEndpointState state, CancellationToken cancellationToken);

    /// <summary>Gives an endpoint a new secret; the present one becomes the old one.</summary>
    /// <returns>The endpoint; null when there is none.</returns>
    ValueTask<WebhookEndpoint?> Roll(Guid endpoint, string secret, DateTimeOffset oldUntil, CancellationToken cancellationToken);

    /// <summary>Deletes an endpoint: it is not found any more, its secrets are gone, and what waited for it is never sent.</summary>
    /// <returns>The endpoint as it was; null when there is none.</returns>
    ValueTask<WebhookEndpoint?> Delete(Guid endpoint, CancellationToken cancellationToken);

    /// <summary>The position up to which the feed was queued; at first that at which the store was made.</summary>
    ValueTask<string> Position(CancellationToken cancellationToken);

    /// <summary>Queues what follows from a part of the feed and moves the position behind it, in one commit.</summary>
    /// <param name="from">The position that was read from.</param>
    /// <param name="to">The position behind what was read.</param>
    /// <param name="events">What is to be sent; one that is there already stays as it is.</param>
    /// <param name="deliveries">To where; one of an event and endpoint that is there already stays as it is.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>False, and nothing written, when another node has moved the position.</returns>
    ValueTask<bool> Queue(
        string from, string to, ImmutableArray<WebhookEvent> events, ImmutableArray<WebhookDelivery> deliveries, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Queues deliveries whatever became of them before; their tries are counted anew.</summary>
    ValueTask Requeue(ImmutableArray<WebhookEvent> events, ImmutableArray<WebhookDelivery> deliveries, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Endpoints, switched on, that have a delivery due; in order of id.</summary>
    ValueTask<ImmutableArray<WebhookEndpoint>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Claims due deliveries of an endpoint for one node, the longest due first. One whose job has an earlier event waiting for its first try is left for later.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="claim">Names the claim.</param>
    /// <param name="now">Now.</param>
    /// <param name="until">When the claim ends by itself.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    ValueTask<ImmutableArray<ClaimedWebhook>> Claim(Guid endpoint, Guid claim, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>Writes what came of a try, under the claim it was made with.</summary>
    ValueTask<WebhookSettled> Settle(ClaimedWebhook claimed, WebhookOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Deliveries, the latest first: of one endpoint or of all, in one state or in any, before one.</summary>
    ValueTask<ImmutableArray<WebhookDelivery>> Deliveries(Guid? endpoint, WebhookDeliveryState? state, Guid? before, int limit, CancellationToken cancellationToken);

    /// <summary>Lets a delivery be tried again at once, its tries counted anew.</summary>
    /// <returns>The delivery; null when the endpoint has no such.</returns>
    ValueTask<WebhookDelivery?> Redeliver(Guid endpoint, Guid delivery, DateTimeOffset now, DateTimeOffset giveUpAt, CancellationToken cancellationToken);

    /// <summary>How many deliveries were given up, by endpoint in order of id.</summary>
    ValueTask<ImmutableArray<ParkedWebhooks>> Parked(int limit, CancellationToken cancellationToken);

    /// <summary>Forgets deliveries that were queued before an instant, and events that no delivery is left of.</summary>
    /// <param name="before">The instant.</param>
    /// <param name="limit">At most this many of each, so that no other commit waits long.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>How many deliveries were forgotten; as many as the limit when more are left.</returns>
    ValueTask<int> Purge(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
