namespace O2O.Dispatch.Contracts.Http;

/// <summary>The money of a currency at a glance, by the ledger.</summary>
/// <param name="Currency">Of the amounts.</param>
/// <param name="CapturedMinorUnits">What customers were charged.</param>
/// <param name="RefundedMinorUnits">What they were given back.</param>
/// <param name="ProviderPayableMinorUnits">What is owed to providers.</param>
/// <param name="PlatformRevenueMinorUnits">What the platform has earned.</param>
/// <param name="TaxMinorUnits">Tax that was collected.</param>
/// <param name="GatewayFeesMinorUnits">What the gateway kept.</param>
public sealed record MoneyResource(
    string Currency, long CapturedMinorUnits, long RefundedMinorUnits, long ProviderPayableMinorUnits, long PlatformRevenueMinorUnits, long TaxMinorUnits, long GatewayFeesMinorUnits);
