namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a kind of account comes to.</summary>
/// <param name="Account">The kind's name, for instance customer, provider_payable or gateway_clearing; docs/reference/ledger.md lists them.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="DebitMinorUnits">All debits.</param>
/// <param name="CreditMinorUnits">All credits.</param>
public sealed record AccountResource(string Account, string Currency, long DebitMinorUnits, long CreditMinorUnits);
