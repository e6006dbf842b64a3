namespace O2O.Dispatch.Domain.Books;

/// <summary>What one cause moved.</summary>
/// <param name="Cause">The event it comes from.</param>
/// <param name="DebitMinorUnits">All debits of it.</param>
/// <param name="CreditMinorUnits">All credits of it.</param>
public readonly record struct CauseMovement(string Cause, long DebitMinorUnits, long CreditMinorUnits);
