using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Books;

/// <summary>The books over a period, for instance a day: what every kind of account opened with, what moved it, what it closed with.</summary>
/// <param name="From">Its begin, included.</param>
/// <param name="To">Its end, not included.</param>
/// <param name="Accounts">In order of currency, then name.</param>
public sealed record PeriodClose(DateTimeOffset From, DateTimeOffset To, ImmutableArray<AccountClose> Accounts)
{
    /// <summary>The currencies, in order.</summary>
    public ImmutableArray<string> Currencies => [.. Accounts.Select(account => account.Currency).Distinct(StringComparer.Ordinal)];

    /// <summary>What the balances of all currencies are off zero, opening and closing: 0 when the books balance.</summary>
    public long ImbalanceMinorUnits => Accounts.GroupBy(account => account.Currency, StringComparer.Ordinal)
        .Sum(currency => Math.Abs(currency.Sum(account => account.OpeningMinorUnits)) + Math.Abs(currency.Sum(account => account.ClosingMinorUnits)));

    /// <summary>Closes a period.</summary>
    /// <param name="from">Its begin.</param>
    /// <param name="to">Its end.</param>
    /// <param name="movements">Of all kinds, currencies and causes, in any order.</param>
    /// <param name="pending">What is pending as it ends; null for nothing.</param>
    public static PeriodClose Of(DateTimeOffset from, DateTimeOffset to, IEnumerable<AccountMovement> movements, IEnumerable<AccountPending>? pending = null)
    {
        var moves = movements.ToLookup(movement => (movement.Currency, movement.Account));
        var held = (pending ?? []).ToDictionary(one => (one.Currency, one.Account));
        var accounts = ImmutableArray.CreateBuilder<AccountClose>();
        foreach (var kind in moves.Select(group => group.Key).Union(held.Keys).OrderBy(kind => kind.Currency, StringComparer.Ordinal).ThenBy(kind => kind.Account, StringComparer.Ordinal))
        {
            var opening = moves[kind].Sum(movement => movement.DebitBefore - movement.CreditBefore);
            var moved = moves[kind].Where(movement => movement.Debit != 0 || movement.Credit != 0)
                .OrderBy(movement => movement.Cause, StringComparer.Ordinal)
                .Select(movement => new CauseMovement(movement.Cause, movement.Debit, movement.Credit))
                .ToImmutableArray();
            var awaited = held.GetValueOrDefault(kind);
            accounts.Add(new AccountClose(kind.Account, kind.Currency, opening, moved, opening + moved.Sum(movement => movement.DebitMinorUnits - movement.CreditMinorUnits))
            {
                PendingDebitMinorUnits = awaited.DebitMinorUnits,
                PendingCreditMinorUnits = awaited.CreditMinorUnits,
            });
        }

        return new PeriodClose(from, to, accounts.ToImmutable());
    }
}
