namespace O2O.Dispatch.Domain.Jobs;

/// <summary>That an operator looked at a price that was cut off and leaves it as it is.</summary>
/// <param name="By">Who: the id of the account.</param>
/// <param name="At">When.</param>
/// <param name="Note">What the operator says of it; null for nothing.</param>
public sealed record FareCapSeen(string By, DateTimeOffset At, string? Note = null);
