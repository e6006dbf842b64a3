namespace O2O.Dispatch.Contracts.Http;

/// <summary>A period whose events are to be sent again.</summary>
/// <param name="From">At this instant or later.</param>
/// <param name="To">Before this instant; 31 days after <paramref name="From"/> at the most.</param>
/// <param name="Cursor">From the answer before, to go on; null to begin.</param>
public sealed record WebhookReplayBody(DateTimeOffset From, DateTimeOffset To, string? Cursor = null);
