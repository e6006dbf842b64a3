namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>A voucher that a customer could use, with all that decides it.</summary>
/// <param name="Voucher">The voucher.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Usage">What of the campaign is used and held by others.</param>
public sealed record VoucherCandidate(Voucher Voucher, Campaign Campaign, CampaignUsage Usage);
