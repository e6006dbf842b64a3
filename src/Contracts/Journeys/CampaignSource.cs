using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>The vouchers of a campaign that came by one way.</summary>
/// <param name="Source">By what.</param>
/// <param name="Issued">How many, in whatever state.</param>
/// <param name="Used">How many of them were used.</param>
public sealed record CampaignSource(VoucherSource Source, long Issued, long Used);
