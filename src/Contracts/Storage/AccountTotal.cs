using O2O.Dispatch.Domain.Ledger;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What the accounts of a kind come to.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Currency">The currency.</param>
/// <param name="DebitMinorUnits">All debits.</param>
/// <param name="CreditMinorUnits">All credits.</param>
public sealed record AccountTotal(AccountKind Kind, string Currency, long DebitMinorUnits, long CreditMinorUnits);
