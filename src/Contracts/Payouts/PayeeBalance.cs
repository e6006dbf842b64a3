using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Contracts.Payouts;

/// <summary>What a payee is owed in one currency.</summary>
/// <param name="Currency">In what.</param>
/// <param name="Payable">What its account in the ledger holds, in minor units; below zero when it owes.</param>
/// <param name="CashInHand">What it has in hand and owes, in minor units.</param>
public sealed record PayeeBalance(Currency Currency, long Payable, long CashInHand);
