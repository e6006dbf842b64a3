namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>A quote takes a voucher, or an order that is made on the quote.</summary>
/// <param name="Voucher">Which.</param>
/// <param name="By">The quote.</param>
/// <param name="Customer">Who orders.</param>
/// <param name="AmountMinorUnits">What its funder pays at the most.</param>
/// <param name="Currency">Of that.</param>
/// <param name="Until">When the hold lapses.</param>
/// <param name="Ordered">Whether a job is ordered on the quote.</param>
/// <param name="Market">Where; null where nobody says it.</param>
/// <param name="ExposedMinorUnits">What it takes of the market's margin beyond what its own order leaves the platform, below zero when the order leaves more; null where nobody asks.</param>
[GenerateSerializer, Immutable, Alias("o2o.take-voucher")]
public sealed record TakeVoucher(
    [property: Id(0)] Guid Voucher,
    [property: Id(1)] Guid By,
    [property: Id(2)] Guid Customer,
    [property: Id(3)] long AmountMinorUnits,
    [property: Id(4)] string Currency,
    [property: Id(5)] DateTimeOffset Until,
    [property: Id(6)] bool Ordered,
    [property: Id(7)] string? Market = null,
    [property: Id(8)] long? ExposedMinorUnits = null);
