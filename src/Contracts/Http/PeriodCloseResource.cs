using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>The books over a period.</summary>
/// <param name="From">Its begin, included.</param>
/// <param name="To">Its end, not included.</param>
/// <param name="IsOver">Whether it is over; until then the close is how it stands.</param>
/// <param name="Accounts">In order of currency, then name.</param>
/// <param name="ImbalanceMinorUnits">What the balances are off zero; 0 when the books balance.</param>
public sealed record PeriodCloseResource(DateTimeOffset From, DateTimeOffset To, bool IsOver, ImmutableArray<AccountCloseResource> Accounts, long ImbalanceMinorUnits);
