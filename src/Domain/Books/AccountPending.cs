namespace O2O.Dispatch.Domain.Books;

/// <summary>What is pending on the accounts of one kind: held or awaited, in no posted balance.</summary>
/// <param name="Account">The kind's name.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="DebitMinorUnits">What would debit them.</param>
/// <param name="CreditMinorUnits">What would credit them.</param>
public readonly record struct AccountPending(string Account, string Currency, long DebitMinorUnits, long CreditMinorUnits);
