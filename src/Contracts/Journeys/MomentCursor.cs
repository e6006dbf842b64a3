namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>A place in a customer's timeline.</summary>
/// <param name="At">The instant of a moment.</param>
/// <param name="Key">Its key.</param>
public sealed record MomentCursor(DateTimeOffset At, string Key);
