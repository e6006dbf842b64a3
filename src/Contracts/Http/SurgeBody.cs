namespace O2O.Dispatch.Contracts.Http;

/// <summary>Puts an operator's own multiplier in place of the counted one for a while, or ends it.</summary>
/// <param name="ServiceClass">Which service.</param>
/// <param name="Reason">Why: 1 to 200 characters.</param>
/// <param name="Zone">In which pricing zone, the empty one included; null for all.</param>
/// <param name="Multiplier">1 (the plain price) to 10, to four decimals; null ends an own multiplier.</param>
/// <param name="Minutes">For how long, at most 1,440; needed with a multiplier.</param>
public sealed record SurgeBody(string ServiceClass, string Reason, string? Zone = null, double? Multiplier = null, double? Minutes = null);
