using O2O.Dispatch.Contracts.Webhooks;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>Whose endpoints a caller may touch.</summary>
/// <param name="Owner">Only this owner's; null for all.</param>
internal sealed record WebhookScope(WebhookOwner? Owner)
{
    /// <summary>Whether an endpoint is there for the caller.</summary>
    public bool Sees(WebhookEndpoint endpoint) => Owner is null || endpoint.Owner == Owner;
}
