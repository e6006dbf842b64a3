namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>A campaign whose vouchers customers get for those they bring: one for each whose first job was completed.</summary>
/// <param name="Friend">The campaign that gives whoever was brought a voucher; null for this one.</param>
/// <param name="MostPerReferrer">So many at the most for one customer who brings others.</param>
public sealed record ReferralRule(CampaignId? Friend, int MostPerReferrer);
