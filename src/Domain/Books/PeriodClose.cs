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
    public static PeriodClose Of(DateTimeOffset from, DateTimeOffset to, IEnumerable<AccountMovement> movements)
    {
        var accounts = ImmutableArray.CreateBuilder<AccountClose>();
        foreach (var account in movements
            .GroupBy(movement => (movement.Currency, movement.Account))
            .OrderBy(group => group.Key.Currency, StringComparer.Ordinal).ThenBy(group => group.Key.Account, StringComparer.Ordinal))
        {
            var opening = account.Sum(movement => movement.DebitBefore - movement.CreditBefore);
            var moved = account.Where(movement => movement.Debit != 0 || movement.Credit != 0)
                .OrderBy(movement => movement.Cause, StringComparer.Ordinal)
                .Select(movement => new CauseMovement(movement.Cause, movement.Debit, movement.Credit))
                .ToImmutableArray();
            accounts.Add(new AccountClose(
                account.Key.Account, account.Key.Currency, opening, moved, opening + moved.Sum(movement => movement.DebitMinorUnits - movement.CreditMinorUnits)));
        }

        return new PeriodClose(from, to, accounts.ToImmutable());
    }
}
