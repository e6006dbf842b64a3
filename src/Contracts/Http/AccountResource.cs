namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a kind of account comes to.</summary>
/// <param name="Account">The kind's name, for instance customer, provider_payable or gateway_clearing; docs/reference/ledger.md lists them.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="DebitMinorUnits">All debits.</param>
/// <param name="CreditMinorUnits">All credits.</param>
/// <param name="PendingDebitMinorUnits">What would debit it and is pending: in none of the debits.</param>
/// <param name="PendingCreditMinorUnits">What would credit it, likewise.</param>
public sealed record AccountResource(string Account, string Currency, long DebitMinorUnits, long CreditMinorUnits, long PendingDebitMinorUnits = 0, long PendingCreditMinorUnits = 0);
