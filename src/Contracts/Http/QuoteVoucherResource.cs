namespace O2O.Dispatch.Contracts.Http;

/// <summary>A voucher that a quote holds until it expires.</summary>
/// <param name="VoucherId">Which.</param>
/// <param name="Name">The campaign's name.</param>
/// <param name="AmountMinorUnits">What of it the price uses.</param>
/// <param name="ExpiresAt">From when on it cannot be used.</param>
public sealed record QuoteVoucherResource(Guid VoucherId, string Name, long AmountMinorUnits, DateTimeOffset ExpiresAt);
