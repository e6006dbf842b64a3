using System.Collections.Immutable;
using System.Globalization;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Ledger;

namespace O2O.Dispatch.Api.Books;

/// <summary>The books as comma-separated values. Amounts have the digits of their currency, which stands beside them; instants are UTC.</summary>
public static class BooksCsv
{
    /// <summary>The media type.</summary>
    public const string MediaType = "text/csv";

    /// <summary>A close: for each account an opening, a row for each cause, a closing. Balances are debits less credits.</summary>
    public static void Write(TextWriter output, PeriodClose close)
    {
        var rows = new CsvRows(output);
        rows.Names("from", "to", "currency", "account", "entry", "debit", "credit", "balance");
        foreach (var account in close.Accounts)
        {
            var balance = account.OpeningMinorUnits;
            Row("opening", null, null);
            foreach (var movement in account.Movements)
            {
                balance += movement.DebitMinorUnits - movement.CreditMinorUnits;
                Row(movement.Cause, movement.DebitMinorUnits, movement.CreditMinorUnits);
            }

            Row("closing", account.DebitMinorUnits, account.CreditMinorUnits);
            if (account.PendingDebitMinorUnits != 0 || account.PendingCreditMinorUnits != 0)
            {
                // Beside the balance, which it does not move.
                Row("pending", account.PendingDebitMinorUnits, account.PendingCreditMinorUnits);
            }

            void Row(string entry, long? debit, long? credit)
            {
                rows.Plain(Instant(close.From)).Plain(Instant(close.To)).Text(account.Currency).Text(account.Account).Text(entry)
                    .Plain(debit is { } left ? AmountText.Of(left, account.Currency) : string.Empty)
                    .Plain(credit is { } right ? AmountText.Of(right, account.Currency) : string.Empty)
                    .Plain(AmountText.Of(balance, account.Currency))
                    .End();
            }
        }
    }

    /// <summary>The names of the columns of a journal.</summary>
    public static void WriteJournalNames(TextWriter output) => new CsvRows(output).Names(
        "number", "at", "key", "debit_account", "debit_owner", "credit_account", "credit_owner", "amount", "currency", "job_id", "intent", "cause", "operator", "merchant_id");

    /// <summary>Transfers, a row each.</summary>
    public static void Write(TextWriter output, ImmutableArray<JournalEntry> entries)
    {
        var rows = new CsvRows(output);
        foreach (var (number, transfer) in entries)
        {
            rows.Plain(number.ToString(CultureInfo.InvariantCulture)).Plain(Instant(transfer.At)).Text(transfer.Key)
                .Text(LedgerAccount.Name(transfer.Debit.Kind)).Text(transfer.Debit.Owner).Text(LedgerAccount.Name(transfer.Credit.Kind)).Text(transfer.Credit.Owner)
                .Plain(AmountText.Of(transfer.Amount.MinorUnits, transfer.Amount.Currency.Code)).Text(transfer.Amount.Currency.Code)
                .Text(transfer.Job.ToString()).Text(transfer.Intent).Text(transfer.Cause).Text(transfer.Operator.Value).Text(transfer.Merchant?.ToString())
                .End();
        }
    }

    /// <summary>A statement: for each currency an opening, a row for each job, a closing. Balances are what is owed to whoever it is of.</summary>
    public static void Write(TextWriter output, Statement statement)
    {
        var rows = new CsvRows(output);
        rows.Names("entry", "job_id", "at", "currency", "gross", "commission", "tax", "discounts", "tips", "net", "paid_out", "netted", "balance", "cash", "card_at_door");
        foreach (var total in statement.Totals)
        {
            var balance = total.Opening;
            rows.Text("opening").Text(null).Plain(Instant(statement.From)).Text(total.Currency).Text(null).Text(null).Text(null).Text(null).Text(null).Text(null).Text(null).Text(null)
                .Plain(AmountText.Of(balance, total.Currency)).Text(null).Text(null).End();
            foreach (var line in statement.Lines.Where(line => line.Currency == total.Currency))
            {
                balance += line.Net - line.PaidOut;
                Amounts(rows.Text("job").Text(line.Job.ToString()).Plain(Instant(line.At)), total.Currency, line.Gross, line.Commission, line.Tax, line.Discounts, line.Tips, line.Net, line.PaidOut, line.Netted, balance, line.Cash, line.CardAtDoor);
            }

            Amounts(
                rows.Text("closing").Text(null).Plain(Instant(statement.To)), total.Currency, total.Gross, total.Commission, total.Tax, total.Discounts, total.Tips, total.Net, total.PaidOut, total.Netted, total.Closing, total.Cash, total.CardAtDoor);
        }
    }

    private static void Amounts(CsvRows rows, string currency, params ReadOnlySpan<long> amounts)
    {
        rows.Text(currency);
        foreach (var amount in amounts)
        {
            rows.Plain(AmountText.Of(amount, currency));
        }

        rows.End();
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
