using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Webhooks;

namespace O2O.Dispatch.Client.Integrators;

/// <summary>Endpoints that are sent events, and the log of deliveries to each.</summary>
public class WebhookEndpointsClient
{
    private readonly ApiRequests _api;
    private readonly string _path;

    /// <summary>The endpoints below a path.</summary>
    private protected WebhookEndpointsClient(ApiRequests api, string path) => (_api, _path) = (api, path);

    /// <summary>A page of the endpoints.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<WebhookEndpointResource>> EndpointsAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<WebhookEndpointResource>>(Route.Query(_path, ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Makes an endpoint. Its secret is in this answer and nowhere else. Not repeated after a lost answer: that would make a second one.</summary>
    public Task<WebhookEndpointResource> CreateAsync(WebhookEndpointBody body, CancellationToken cancellationToken = default) =>
        _api.PostOnceAsync<WebhookEndpointBody, WebhookEndpointResource>(_path, body, cancellationToken);

    /// <summary>One endpoint.</summary>
    public Task<WebhookEndpointResource> EndpointAsync(Guid endpointId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<WebhookEndpointResource>($"{_path}/{endpointId:N}", cancellationToken);

    /// <summary>Deletes an endpoint; what waited for it is never sent.</summary>
    public Task DeleteAsync(Guid endpointId, CancellationToken cancellationToken = default) => _api.DeleteAsync<object>($"{_path}/{endpointId:N}", cancellationToken);

    /// <summary>Switches an endpoint on: what waited for it is sent.</summary>
    public Task<WebhookEndpointResource> EnableAsync(Guid endpointId, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<WebhookEndpointResource>($"{_path}/{endpointId:N}/enable", null, cancellationToken);

    /// <summary>Switches an endpoint off: what happens meanwhile is not queued for it.</summary>
    public Task<WebhookEndpointResource> DisableAsync(Guid endpointId, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<WebhookEndpointResource>($"{_path}/{endpointId:N}/disable", null, cancellationToken);

    /// <summary>Gives an endpoint a new secret, which is in this answer and nowhere else; the old one signs beside it for a while. Not repeated after a lost answer.</summary>
    public Task<WebhookEndpointResource> RollSecretAsync(Guid endpointId, WebhookRollBody body, CancellationToken cancellationToken = default) =>
        _api.PostOnceAsync<WebhookRollBody, WebhookEndpointResource>($"{_path}/{endpointId:N}/roll-secret", body, cancellationToken);

    /// <summary>Queues a test delivery.</summary>
    public Task<WebhookDeliveryResource> PingAsync(Guid endpointId, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<WebhookDeliveryResource>($"{_path}/{endpointId:N}/ping", null, cancellationToken);

    /// <summary>Queues the events of a period again, whatever became of them before. Ask again with the cursor of the answer until it has none.</summary>
    public Task<WebhookReplayResource> ReplayAsync(Guid endpointId, WebhookReplayBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<WebhookReplayBody, WebhookReplayResource>($"{_path}/{endpointId:N}/replay", body, cancellationToken);

    /// <summary>A page of the deliveries to an endpoint, the latest first.</summary>
    /// <param name="endpointId">The endpoint.</param>
    /// <param name="state">In this state; null for all.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<WebhookDeliveryResource>> DeliveriesAsync(
        Guid endpointId, WebhookDeliveryState? state = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<WebhookDeliveryResource>>(
            Route.Query($"{_path}/{endpointId:N}/deliveries", ("state", state), ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Has one delivery sent again at once.</summary>
    public Task<WebhookDeliveryResource> RedeliverAsync(Guid endpointId, Guid deliveryId, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<WebhookDeliveryResource>($"{_path}/{endpointId:N}/deliveries/{deliveryId:N}/redeliver", null, cancellationToken);
}
