using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Ledger;

/// <summary>Who bears a refund, and how much of it. What none of these bears, the platform does.</summary>
/// <param name="Provider">The provider's part.</param>
/// <param name="Tax">What is not owed as tax any more.</param>
/// <param name="Merchants">The merchants' parts, in the order of the settlement; none where they bear nothing.</param>
internal readonly record struct RefundParts(Money.Money Provider, Money.Money Tax, ImmutableArray<Money.Money> Merchants);
