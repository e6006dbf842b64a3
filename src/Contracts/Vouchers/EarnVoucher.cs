namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>A job was completed that may earn a voucher.</summary>
/// <param name="Job">Which; the campaign gives one voucher for it.</param>
/// <param name="Customer">Whose the voucher is.</param>
/// <param name="Market">Where the job was.</param>
/// <param name="ServiceClass">What it was.</param>
/// <param name="Merchant">Whose it was; null for a ride.</param>
/// <param name="PaidMinorUnits">What the customer pays.</param>
/// <param name="Currency">Of that.</param>
/// <param name="At">When it was completed.</param>
/// <param name="Journey">Which journey it was of; null for none.</param>
[GenerateSerializer, Immutable, Alias("o2o.earn-voucher")]
public sealed record EarnVoucher(
    [property: Id(0)] Guid Job,
    [property: Id(1)] Guid Customer,
    [property: Id(2)] string Market,
    [property: Id(3)] string ServiceClass,
    [property: Id(4)] Guid? Merchant,
    [property: Id(5)] long PaidMinorUnits,
    [property: Id(6)] string Currency,
    [property: Id(7)] DateTimeOffset At,
    [property: Id(8)] Guid? Journey = null);
