using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Webhooks;

namespace O2O.Dispatch.Client.Integrators;

/// <summary>Endpoints that are sent events, and the log of deliveries: an integrator's own with a key of the scope <c>webhooks</c>, anybody's for operators.</summary>
public sealed class WebhookClient : WebhookEndpointsClient
{
    private readonly ApiRequests _api;

    internal WebhookClient(ApiRequests api)
        : base(api, "v1/webhook-endpoints") => _api = api;

    /// <summary>A page of the deliveries to every endpoint, or to one, the latest first; for operators.</summary>
    /// <param name="endpointId">To this endpoint; null for all.</param>
    /// <param name="state">In this state; null for all.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<WebhookDeliveryResource>> AllDeliveriesAsync(
        Guid? endpointId = null, WebhookDeliveryState? state = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<WebhookDeliveryResource>>(
            Route.Query("v1/ops/webhook-deliveries", ("endpoint_id", endpointId), ("state", state), ("limit", limit), ("cursor", cursor)), cancellationToken);
}
