using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>One party's part of the commission.</summary>
/// <param name="Party">Whose part.</param>
/// <param name="Share">How much of it; the shares of a plan sum to 10,000.</param>
/// <param name="Merchant">Which merchant: needed for a brand; null for a store means the job's own; null for the platform.</param>
public sealed record RevenueSplit(SplitParty Party, BasisPoints Share, MerchantId? Merchant = null);
