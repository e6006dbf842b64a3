namespace O2O.Dispatch.Contracts.Http;

/// <summary>A new secret for an endpoint.</summary>
/// <param name="ExpiresInSeconds">How long the present secret signs beside the new one: 0 to 604,800; null for 86,400, a day.</param>
public sealed record WebhookRollBody(int? ExpiresInSeconds = null);
