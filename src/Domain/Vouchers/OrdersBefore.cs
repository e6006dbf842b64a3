using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What a customer has ordered in a market before, as far as vouchers for a first order ask.</summary>
/// <param name="HasCompleted">Whether any of it was completed.</param>
/// <param name="Held">Vouchers for a first order that orders of the customer hold and that may be used in that market, of whichever campaign.</param>
public sealed record OrdersBefore(bool HasCompleted, ImmutableArray<Voucher> Held);
