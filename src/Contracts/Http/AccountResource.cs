namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a kind of account comes to.</summary>
/// <param name="Account">customer, provider_payable, platform_revenue, tax, gateway_clearing or promotion_funder.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="DebitMinorUnits">All debits.</param>
/// <param name="CreditMinorUnits">All credits.</param>
public sealed record AccountResource(string Account, string Currency, long DebitMinorUnits, long CreditMinorUnits);
