namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>The answer to a command about a voucher.</summary>
/// <param name="Voucher">The voucher; null on a rejection.</param>
/// <param name="Code">Its code; null on a rejection.</param>
/// <param name="ExpiresAt">From when on it cannot be taken; null on a rejection.</param>
/// <param name="Refusal">Why nothing happened, a name in snake_case; null when it did.</param>
/// <param name="Changed">Whether anything changed: not when the same was said before.</param>
/// <param name="Holder">Whose voucher it is, where that is not the customer who was named; null else.</param>
/// <param name="Also">The campaign that gives the customer who was named a voucher too; null for none.</param>
[GenerateSerializer, Immutable, Alias("o2o.voucher-reply")]
public sealed record VoucherReply(
    [property: Id(0)] Guid? Voucher,
    [property: Id(1)] string? Code,
    [property: Id(2)] DateTimeOffset? ExpiresAt,
    [property: Id(3)] string? Refusal,
    [property: Id(4)] bool Changed,
    [property: Id(5)] Guid? Holder = null,
    [property: Id(6)] Guid? Also = null);
