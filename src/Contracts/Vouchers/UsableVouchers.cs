using System.Collections.Immutable;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>What a customer could use.</summary>
/// <param name="Candidates">The vouchers, those that end first.</param>
/// <param name="Lapsed">Campaigns of them that still count holds which have lapsed: until those are given back, less seems to be left of them than is.</param>
public sealed record UsableVouchers(ImmutableArray<VoucherCandidate> Candidates, ImmutableArray<CampaignId> Lapsed);
