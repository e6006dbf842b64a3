using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Webhooks;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>An endpoint of webhooks.</summary>
/// <param name="EndpointId">Names it.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Types">The event types it is sent; empty for all.</param>
/// <param name="Market">Only jobs of this market; null for any.</param>
/// <param name="MerchantId">Only jobs of this merchant; null for any.</param>
/// <param name="CustomerId">Only jobs of this account; null for any.</param>
/// <param name="Description">For people.</param>
/// <param name="State">enabled, disabled or failing.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="FailingSince">The first failure after the last success; null when the last try went well.</param>
/// <param name="OldSecretUntil">Until when the secret before the present one signs, too; null when there is none.</param>
/// <param name="Secret">Verifies what is sent: shown once, when it is made.</param>
public sealed record WebhookEndpointResource(
    Guid EndpointId,
    string Url,
    ImmutableArray<string> Types,
    string? Market,
    Guid? MerchantId,
    Guid? CustomerId,
    string? Description,
    WebhookEndpointState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FailingSince,
    DateTimeOffset? OldSecretUntil,
    string? Secret = null);
