namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>A delivery that this node alone may try until its claim ends.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Claim">The claim.</param>
/// <param name="Body">What to send.</param>
public sealed record ClaimedWebhook(WebhookDelivery Delivery, Guid Claim, string Body);
