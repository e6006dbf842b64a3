using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>What a quote holds, and its row.</summary>
/// <param name="Takes">The vouchers, each with its campaign; empty for none.</param>
/// <param name="Touch">What is written down of the quote.</param>
public sealed record QuoteHold(ImmutableArray<(CampaignId Campaign, VoucherCommand.Take Take)> Takes, QuoteTouch Touch);
