using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Books;

/// <summary>A kind of account over a period. Balances are debits less credits, so that all kinds of a currency sum to zero.</summary>
/// <param name="Account">The kind's name.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="OpeningMinorUnits">The balance as the period begins.</param>
/// <param name="Movements">By cause, in order of its name.</param>
/// <param name="ClosingMinorUnits">The balance as it ends.</param>
public sealed record AccountClose(string Account, string Currency, long OpeningMinorUnits, ImmutableArray<CauseMovement> Movements, long ClosingMinorUnits)
{
    /// <summary>What would debit it and is pending as the period ends; in no balance.</summary>
    public long PendingDebitMinorUnits { get; init; }

    /// <summary>What would credit it, likewise.</summary>
    public long PendingCreditMinorUnits { get; init; }

    /// <summary>All debits of the period.</summary>
    public long DebitMinorUnits => Movements.Sum(movement => movement.DebitMinorUnits);

    /// <summary>All credits of the period.</summary>
    public long CreditMinorUnits => Movements.Sum(movement => movement.CreditMinorUnits);
}
