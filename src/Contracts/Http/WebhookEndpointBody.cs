using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>An endpoint to be made.</summary>
/// <param name="Url">Where to send: an absolute https address without a user, a password or a fragment, 2,048 characters at the most.</param>
/// <param name="Types">The event types it wants; null or empty for all.</param>
/// <param name="Market">Only jobs of this market; null for any.</param>
/// <param name="MerchantId">Only jobs of this merchant; null for any.</param>
/// <param name="CustomerId">Only jobs of this account; null for any. A key's endpoint has the key's own account, and no other.</param>
/// <param name="Description">For people, 200 characters at the most; null for none.</param>
public sealed record WebhookEndpointBody(
    string Url, ImmutableArray<string>? Types = null, string? Market = null, Guid? MerchantId = null, Guid? CustomerId = null, string? Description = null);
