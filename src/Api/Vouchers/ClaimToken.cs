using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Vouchers;

/// <summary>What a link says.</summary>
/// <param name="Kind">What kind of link it is.</param>
/// <param name="Campaign">Whose voucher it gives.</param>
/// <param name="Name">Which link it is; empty for the one that anybody may open.</param>
/// <param name="Expires">From when on it gives nothing; whole seconds.</param>
internal sealed record ClaimToken(ClaimKind Kind, CampaignId Campaign, Guid Name, DateTimeOffset Expires);
