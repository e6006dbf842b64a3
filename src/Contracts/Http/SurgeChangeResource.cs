namespace O2O.Dispatch.Contracts.Http;

/// <summary>What an operator did about prices.</summary>
/// <param name="Number">The first of a service is 1, and each that follows has the next higher one.</param>
/// <param name="At">When.</param>
/// <param name="By">Which operator.</param>
/// <param name="Reason">Why.</param>
/// <param name="Zone">In which zone; null for all.</param>
/// <param name="Multiplier">To what; null when an own multiplier was ended.</param>
/// <param name="Until">For how long; null when it was ended.</param>
public sealed record SurgeChangeResource(long Number, DateTimeOffset At, string By, string Reason, string? Zone = null, double? Multiplier = null, DateTimeOffset? Until = null);
