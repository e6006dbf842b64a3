namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>What a try makes of a delivery.</summary>
/// <param name="State">Delivered; pending, to be tried again; or parked.</param>
/// <param name="DueAt">When to try again; of no meaning otherwise.</param>
/// <param name="Attempt">The try.</param>
/// <param name="FailingBefore">An endpoint that has failed since before this instant, without a success, is switched off.</param>
public sealed record WebhookOutcome(WebhookDeliveryState State, DateTimeOffset DueAt, WebhookAttempt Attempt, DateTimeOffset FailingBefore);
