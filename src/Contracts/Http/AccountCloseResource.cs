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
/// <param name="PendingDebitMinorUnits">What would debit it and is pending as the period ends: in no balance.</param>
/// <param name="PendingCreditMinorUnits">What would credit it, likewise.</param>
public sealed record AccountCloseResource(
    string Account, string Currency, long OpeningMinorUnits, ImmutableArray<CauseResource> Movements, long DebitMinorUnits, long CreditMinorUnits, long ClosingMinorUnits,
    long PendingDebitMinorUnits = 0, long PendingCreditMinorUnits = 0);
