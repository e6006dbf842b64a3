namespace O2O.Dispatch.Domain.Payouts;

/// <summary>What kind of party is owed money.</summary>
public enum PayeeKind
{
    /// <summary>A provider: owed what its account <c>provider_payable</c> holds.</summary>
    Provider,

    /// <summary>A merchant: owed what its account <c>merchant_payable</c> holds.</summary>
    Merchant,
}
