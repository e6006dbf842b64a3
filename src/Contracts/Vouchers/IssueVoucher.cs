namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>A voucher is to be issued. A campaign gives one for each reference.</summary>
/// <param name="Holder">Whose it is; null for the first who enters its code.</param>
/// <param name="Source">How it comes to be: code, link, referral, partner, game or operator.</param>
/// <param name="Reference">What it comes from; null for none, and then every call issues another.</param>
/// <param name="Journey">The journey that it comes by; null for none.</param>
/// <param name="At">The instant that the campaign is asked about, where it was earned earlier; null for now.</param>
[GenerateSerializer, Immutable, Alias("o2o.issue-voucher")]
public sealed record IssueVoucher(
    [property: Id(0)] Guid? Holder,
    [property: Id(1)] string Source,
    [property: Id(2)] string? Reference,
    [property: Id(3)] Guid? Journey = null,
    [property: Id(4)] DateTimeOffset? At = null);
