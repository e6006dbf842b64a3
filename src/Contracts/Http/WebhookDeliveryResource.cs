using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Webhooks;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>One event on its way to one endpoint, as far as its last try.</summary>
/// <param name="DeliveryId">Names it.</param>
/// <param name="EndpointId">To where.</param>
/// <param name="EventId">The event; the same at every try.</param>
/// <param name="Type">Its type.</param>
/// <param name="JobId">Its job; null for a ping.</param>
/// <param name="State">pending, delivered or parked.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="CreatedAt">When it was queued.</param>
/// <param name="NextAttemptAt">When it is tried again at the earliest; null unless it is pending.</param>
/// <param name="AttemptedAt">When the last try was begun; null before the first.</param>
/// <param name="Status">The HTTP status of the last try; null when there was no answer.</param>
/// <param name="LatencyMilliseconds">Of the last try; null before the first.</param>
/// <param name="Fault">Why the last try failed; null when it did not.</param>
/// <param name="Answer">The first 1,024 characters of the last answer; null for none.</param>
/// <param name="Tries">The latest 20 tries, the first of them first; null before the first.</param>
public sealed record WebhookDeliveryResource(
    Guid DeliveryId,
    Guid EndpointId,
    string EventId,
    string Type,
    Guid? JobId,
    WebhookDeliveryState State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? AttemptedAt,
    int? Status,
    int? LatencyMilliseconds,
    string? Fault,
    string? Answer,
    ImmutableArray<WebhookTryResource>? Tries = null);
