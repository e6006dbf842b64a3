using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>An address outside that is sent events.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Owner">The integrator's account or the merchant it belongs to; null when operators own it.</param>
/// <param name="Url">Where to send.</param>
/// <param name="Description">For people; null for none.</param>
/// <param name="Types">The event types it wants, in order of name; empty for all.</param>
/// <param name="Customer">Only jobs of this account; null for any. An integrator's endpoint always has its own, a merchant's none.</param>
/// <param name="Market">Only jobs of this market; null for any.</param>
/// <param name="Merchant">Only jobs of this merchant; null for any. A merchant's endpoint always has its own.</param>
/// <param name="Secret">Signs what is sent. It has to be kept as it is: the signature is made with it.</param>
/// <param name="OldSecret">The secret before the last change; null when there was none, or it was cleared.</param>
/// <param name="OldSecretUntil">Until when what is sent is signed with the old secret, too.</param>
/// <param name="State">Whether it is sent events.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="FailingSince">The first failure after the last success; null when the last try went well.</param>
public sealed record WebhookEndpoint(
    Guid Id,
    WebhookOwner? Owner,
    string Url,
    string? Description,
    ImmutableArray<string> Types,
    CustomerId? Customer,
    string? Market,
    Guid? Merchant,
    string Secret,
    string? OldSecret,
    DateTimeOffset? OldSecretUntil,
    WebhookEndpointState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FailingSince);
