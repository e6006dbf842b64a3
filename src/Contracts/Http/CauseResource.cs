namespace O2O.Dispatch.Contracts.Http;

/// <summary>What one cause moved on an account.</summary>
/// <param name="Cause">The event.</param>
/// <param name="DebitMinorUnits">Its debits.</param>
/// <param name="CreditMinorUnits">Its credits.</param>
public sealed record CauseResource(string Cause, long DebitMinorUnits, long CreditMinorUnits);
