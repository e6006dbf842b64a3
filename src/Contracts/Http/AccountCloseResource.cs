using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A kind of account over a period. Balances are debits less credits.</summary>
/// <param name="Account">The kind's name.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="OpeningMinorUnits">The balance as the period begins.</param>
/// <param name="Movements">By cause.</param>
/// <param name="DebitMinorUnits">All debits of the period.</param>
/// <param name="CreditMinorUnits">All credits of it.</param>
/// <param name="ClosingMinorUnits">The balance as it ends.</param>
public sealed record AccountCloseResource(
    string Account, string Currency, long OpeningMinorUnits, ImmutableArray<CauseResource> Movements, long DebitMinorUnits, long CreditMinorUnits, long ClosingMinorUnits);
