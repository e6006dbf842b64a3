namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>Says what becomes of a voucher. It may be said any number of times.</summary>
/// <param name="Voucher">Which.</param>
/// <param name="By">The quote that holds it; of no matter for <see cref="VoucherStep.Void"/>.</param>
/// <param name="Step">What.</param>
/// <param name="UsedMinorUnits">What its funder pays; only of <see cref="VoucherStep.Redeem"/>.</param>
/// <param name="Currency">Of that.</param>
[GenerateSerializer, Immutable, Alias("o2o.move-voucher")]
public sealed record MoveVoucher(
    [property: Id(0)] Guid Voucher,
    [property: Id(1)] Guid By,
    [property: Id(2)] VoucherStep Step,
    [property: Id(3)] long? UsedMinorUnits = null,
    [property: Id(4)] string? Currency = null);
