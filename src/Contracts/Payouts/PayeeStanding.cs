namespace O2O.Dispatch.Contracts.Payouts;

/// <summary>What a payee is owed in one currency, of one instant.</summary>
/// <param name="Version">Of the payee's row: a decision that is made on this counts only while nobody made another. 0 when there is no row yet.</param>
/// <param name="Claim">What was decided and is not known to be done; null for nothing.</param>
/// <param name="Payable">What its account in the ledger holds, in minor units: credits less debits.</param>
/// <param name="Owed">What it owes itself, in minor units: a provider's cash in hand, the discounts that a merchant funds.</param>
/// <param name="Waiting">What of <paramref name="Payable"/> belongs to other jobs in the queue, in minor units: the sum of their lines that are above zero.</param>
public sealed record PayeeStanding(long Version, PayeeClaim? Claim, long Payable, long Owed, long Waiting);
