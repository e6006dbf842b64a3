using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Links for one voucher each.</summary>
/// <param name="Links">As many as were asked for. The request's repetition gives links of the same vouchers.</param>
public sealed record ClaimLinksResource(ImmutableArray<ClaimLinkResource> Links);
