using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Who gets a campaign's vouchers by links, and who else gives them.</summary>
/// <param name="LinkPerCustomer">How many vouchers a customer gets by the link that anybody may open, 1 to 10, one after the other; left out, there is no such link.</param>
/// <param name="Partners">The accounts whose keys (scope <c>vouchers</c>) make links for one voucher each and report jobs.</param>
public sealed record CampaignClaimsResource(int? LinkPerCustomer = null, ImmutableArray<Guid>? Partners = null);
