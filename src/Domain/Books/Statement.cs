using System.Collections.Immutable;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Domain.Books;

/// <summary>What a provider or a merchant earned in a period, job by job, between an opening and a closing balance. Balances are what is owed to it: credits less debits of its accounts.</summary>
/// <param name="From">The period's begin, included.</param>
/// <param name="To">Its end, not included.</param>
/// <param name="Totals">One for each currency, in order.</param>
/// <param name="Lines">One for each job and currency, in order of time.</param>
public sealed record Statement(DateTimeOffset From, DateTimeOffset To, ImmutableArray<StatementTotal> Totals, ImmutableArray<StatementLine> Lines)
{
    /// <summary>Whether an account is a provider's.</summary>
    public static bool IsOf(ProviderId provider, LedgerAccount account) =>
        account.Owner == provider.ToString() && LedgerAccount.Name(account.Kind) == AccountNames.ProviderPayable;

    /// <summary>Whether an account is a merchant's: what is owed to it, and what it owes for the discounts it funds.</summary>
    public static bool IsOf(MerchantId merchant, LedgerAccount account) => LedgerAccount.Name(account.Kind) switch
    {
        AccountNames.MerchantPayable => account.Owner == merchant.ToString(),
        AccountNames.PromotionFunder => account.Owner == FunderOf(merchant),
        _ => false,
    };

    /// <summary>The owner of the account on which a merchant's discounts stand.</summary>
    public static string FunderOf(MerchantId merchant) => $"merchant/{merchant}";

    /// <summary>Makes the statement.</summary>
    /// <param name="from">The period's begin.</param>
    /// <param name="to">Its end.</param>
    /// <param name="opening">The balance as it begins, by currency.</param>
    /// <param name="transfers">All transfers of the jobs that moved in the period; those outside it are left out here.</param>
    /// <param name="isOwn">Which accounts the balance is of.</param>
    public static Statement Of(
        DateTimeOffset from, DateTimeOffset to, IEnumerable<KeyValuePair<string, long>> opening, IEnumerable<LedgerTransfer> transfers, Func<LedgerAccount, bool> isOwn)
    {
        var lines = transfers
            .Where(transfer => transfer.At >= from && transfer.At < to)
            .GroupBy(transfer => (transfer.Job, transfer.Amount.Currency.Code))
            .Select(job => LineOf(job.Key.Job, job.Key.Code, [.. job], isOwn))
            .OrderBy(line => line.At).ThenBy(line => line.Job).ThenBy(line => line.Currency, StringComparer.Ordinal)
            .ToImmutableArray();
        var begins = opening.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var totals = ImmutableArray.CreateBuilder<StatementTotal>();
        foreach (var currency in begins.Keys.Union(lines.Select(line => line.Currency), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var own = lines.Where(line => line.Currency == currency).ToList();
            var begin = begins.GetValueOrDefault(currency);
            var (net, paidOut) = (own.Sum(line => line.Net), own.Sum(line => line.PaidOut));
            totals.Add(new StatementTotal(
                currency,
                begin,
                own.Sum(line => line.Gross),
                own.Sum(line => line.Commission),
                own.Sum(line => line.Tax),
                own.Sum(line => line.Discounts),
                own.Sum(line => line.Tips),
                net,
                paidOut,
                begin + net - paidOut,
                own.Sum(line => line.Netted),
                own.Sum(line => line.Cash),
                own.Sum(line => line.CardAtDoor)));
        }

        return new Statement(from, to, totals.ToImmutable(), lines);
    }

    private static StatementLine LineOf(Jobs.JobId job, string currency, LedgerTransfer[] transfers, Func<LedgerAccount, bool> isOwn)
    {
        var economics = JobEconomics.Of(transfers.Select(BookMove.Of));
        long net = 0, paidOut = 0, netted = 0, funded = 0;
        var at = transfers[0].At;
        foreach (var transfer in transfers)
        {
            var change = (isOwn(transfer.Credit) ? transfer.Amount.MinorUnits : 0) - (isOwn(transfer.Debit) ? transfer.Amount.MinorUnits : 0);
            if (Causes.IsPayout(transfer.Cause))
            {
                paidOut -= change;
                netted -= Causes.IsNetting(transfer.Cause) ? change : 0;
            }
            else
            {
                net += change;
                funded -= LedgerAccount.Name(transfer.Debit.Kind) == AccountNames.PromotionFunder || LedgerAccount.Name(transfer.Credit.Kind) == AccountNames.PromotionFunder ? change : 0;
            }

            at = transfer.At > at ? transfer.At : at;
        }

        return new StatementLine(job, currency, at, economics.Gross, economics.Commission, economics.Tax, funded, economics.Tips, net, paidOut, netted, economics.Cash, economics.CardAtDoor);
    }
}
