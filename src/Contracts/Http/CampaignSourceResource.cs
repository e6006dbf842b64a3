namespace O2O.Dispatch.Contracts.Http;

/// <summary>The vouchers of a campaign that came by one way.</summary>
/// <param name="Source">job, code, link, referral, partner, game or operator.</param>
/// <param name="Issued">How many, in whatever state.</param>
/// <param name="Used">How many of them were used.</param>
public sealed record CampaignSourceResource(string Source, long Issued, long Used);
