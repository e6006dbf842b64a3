using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>Of a job's stored order, what its vouchers are held against.</summary>
/// <param name="Quote">The quote it was ordered on, under which they are held.</param>
/// <param name="QuotedFare">The quoted price.</param>
/// <param name="Vouchers">Those it was ordered with; null for none.</param>
internal sealed record OrderedVouchers(QuoteId Quote, Fare QuotedFare, ImmutableArray<OrderedVoucher>? Vouchers);
