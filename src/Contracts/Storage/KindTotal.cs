namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What the accounts of a kind come to, with the kind by name.</summary>
/// <param name="Account">The kind's name.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="DebitMinorUnits">All debits.</param>
/// <param name="CreditMinorUnits">All credits.</param>
public sealed record KindTotal(string Account, string Currency, long DebitMinorUnits, long CreditMinorUnits);
