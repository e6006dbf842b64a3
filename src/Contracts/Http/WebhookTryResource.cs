namespace O2O.Dispatch.Contracts.Http;

/// <summary>One try of a delivery.</summary>
/// <param name="At">When it was begun.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="LatencyMilliseconds">From the begin to the answer, or to its failure.</param>
/// <param name="Fault">Why it failed; null when it did not.</param>
/// <param name="Answer">The beginning of the answer: 1,024 characters of the last, 256 of those before; null for none.</param>
public sealed record WebhookTryResource(DateTimeOffset At, int? Status, int LatencyMilliseconds, string? Fault, string? Answer);
