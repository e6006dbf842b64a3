namespace O2O.Dispatch.Contracts.Http;

/// <summary>A voucher of a customer, as a counter sees it: not its code.</summary>
/// <param name="Name">Its campaign's name.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="Benefit">What it is good for.</param>
/// <param name="ExpiresAt">From when on it cannot be used.</param>
/// <param name="MinimumSpendMinorUnits">The least price of an order that it is used for; null for none.</param>
public sealed record CounterVoucherResource(string Name, string Currency, VoucherBenefitResource Benefit, DateTimeOffset ExpiresAt, long? MinimumSpendMinorUnits = null);
