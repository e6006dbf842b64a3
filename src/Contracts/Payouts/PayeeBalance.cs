using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Contracts.Payouts;

/// <summary>What a payee is owed in one currency.</summary>
/// <param name="Currency">In what.</param>
/// <param name="Payable">What its account in the ledger holds, in minor units; below zero when it owes.</param>
/// <param name="Owed">What it owes itself, in minor units: a provider's cash in hand, the discounts that a merchant funds.</param>
public sealed record PayeeBalance(Currency Currency, long Payable, long Owed);
