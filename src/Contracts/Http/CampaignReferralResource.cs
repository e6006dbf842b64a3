namespace O2O.Dispatch.Contracts.Http;

/// <summary>A campaign whose vouchers customers get for those they bring.</summary>
/// <param name="MostPerReferrer">So many at the most for one customer who brings others, 1 to 10,000.</param>
/// <param name="FriendCampaignId">The campaign that gives whoever was brought a voucher; left out, this one.</param>
public sealed record CampaignReferralResource(int MostPerReferrer, Guid? FriendCampaignId = null);
