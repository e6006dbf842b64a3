namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a replay queued.</summary>
/// <param name="Queued">How many deliveries.</param>
/// <param name="NextCursor">Asks for the rest of the period; null when all of it was looked at.</param>
public sealed record WebhookReplayResource(int Queued, string? NextCursor);
