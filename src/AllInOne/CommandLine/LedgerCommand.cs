using System.CommandLine;
using System.Globalization;
using O2O.Dispatch.AllInOne.Data;
using O2O.Dispatch.Api.Books;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Simulation.CommandLine;

namespace O2O.Dispatch.AllInOne.CommandLine;

/// <summary>The books on the command line: proof, balance, close, export. Reads alone, also while the service is at work.</summary>
internal static class LedgerCommand
{
    private const int PageSize = 5_000;
    private const int MostFaultsShown = 1_000;
    private static readonly TimeSpan ToldEvery = TimeSpan.FromSeconds(1);

    /// <summary>Makes the command.</summary>
    /// <param name="output">Where answers go.</param>
    public static Command Make(TextWriter output) => new("ledger", "The books of a service, also while it is at work: proof, trial balance, daily close, export. Nothing is changed.")
    {
        Verify(output),
        Balance(output),
        Close(output),
        Export(output),
    };

    private static Command Verify(TextWriter output)
    {
        var (directory, postgres) = Where();
        var all = new Option<bool>("--all") { Description = $"Names every fault, up to {MostFaultsShown}, instead of stopping at the first." };
        var quiet = new Option<bool>("--quiet") { Description = "Writes nothing but faults." };
        var command = new Command(
            "verify",
            "Re-adds everything: every transfer against its job, every job's transfers against its price and its payment, all accounts against the store's own sums, every voucher against its job and its campaign. "
            + "Exit code 0 when the books are sound, 1 with the first fault named when they are not.")
        {
            directory, postgres, all, quiet,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var choice = Open(parsed, directory, postgres);
            var told = parsed.GetValue(quiet) ? TextWriter.Null : output;
            told.WriteLine($"Proving the books of {choice.Place}.");
            var begun = TimeProvider.System.GetTimestamp();
            var last = begun;
            var shown = 0;
            var proof = await choice.Books.Prove(
                fault =>
                {
                    Tell(output, fault);
                    return parsed.GetValue(all) && ++shown < MostFaultsShown;
                },
                progress =>
                {
                    if (TimeProvider.System.GetElapsedTime(last) >= ToldEvery)
                    {
                        last = TimeProvider.System.GetTimestamp();
                        told.WriteLine(Say($"  {progress.Jobs:N0} of {Math.Max(progress.OfJobs, progress.Jobs):N0} jobs, {progress.Transfers:N0} transfers"));
                    }
                },
                cancellationToken);
            var took = TimeProvider.System.GetElapsedTime(begun);
            if (proof.Faults > 0)
            {
                output.WriteLine(proof.IsWhole
                    ? Say($"The books are not sound; faults: {proof.Faults:N0}, in {proof.Jobs:N0} jobs and {proof.Transfers:N0} transfers. docs/reference/ledger.md says what each rule is.")
                    : Say($"The books are not sound; stopped after {proof.Jobs:N0} jobs and {proof.Transfers:N0} transfers. --all names every fault; docs/reference/ledger.md says what each rule is."));
                return ExitCodes.Failed;
            }

            Table(told, proof.Balance);
            told.WriteLine(Say($"The books are sound: {proof.Jobs:N0} jobs and {proof.Transfers:N0} transfers agree ({took.TotalSeconds:0.0} s)."));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Balance(TextWriter output)
    {
        var (directory, postgres) = Where();
        var command = new Command("balance", "The trial balance: what every kind of account comes to, by currency. Exit code 1 when it is off zero.") { directory, postgres };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var choice = Open(parsed, directory, postgres);
            var (movements, pending) = await choice.Books.Sums(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken);
            List<KindTotal> totals =
            [
                .. movements.GroupBy(movement => (movement.Currency, movement.Account))
                    .Select(kind => new KindTotal(kind.Key.Account, kind.Key.Currency, kind.Sum(movement => movement.Debit), kind.Sum(movement => movement.Credit)))
                    .OrderBy(total => total.Currency, StringComparer.Ordinal).ThenBy(total => total.Account, StringComparer.Ordinal),
            ];
            Table(output, totals);
            Pending(output, pending);
            return Off(output, totals.GroupBy(total => total.Currency, StringComparer.Ordinal).Sum(currency => Math.Abs(currency.Sum(total => total.DebitMinorUnits - total.CreditMinorUnits))));
        });
        return command;
    }

    private static Command Close(TextWriter output)
    {
        var (directory, postgres) = Where();
        var day = new Option<string>("--day") { HelpName = "YYYY-MM-DD", Description = "The day, from midnight to midnight UTC.", Required = true };
        var csv = new Option<string?>("--csv") { HelpName = "FILE", Description = "Writes it as comma-separated values; - for the standard output." };
        var command = new Command("close", "The daily close: what every kind of account opened with, what moved it by cause, what it closed with. Exit code 1 when it is off zero.") { directory, postgres, day, csv };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = new OptionReader();
            var from = Day(read, "--day", parsed.GetValue(day)!);
            var file = read.Path("--csv", parsed.GetValue(csv));
            ThrowIf(read);
            using var choice = Open(parsed, directory, postgres);
            var to = from.AddDays(1);
            var (movements, pending) = await choice.Books.Sums(from, to, cancellationToken);
            var close = PeriodClose.Of(from, to, movements, pending);
            if (file is not null)
            {
                await Write(file, output, writer =>
                {
                    BooksCsv.Write(writer, close);
                    return ValueTask.CompletedTask;
                });
            }

            if (file != "-")
            {
                Table(output, close);
                if (to > TimeProvider.System.GetUtcNow())
                {
                    output.WriteLine("The day is not over: this is how it stands.");
                }
            }

            return Off(file == "-" ? TextWriter.Null : output, close.ImbalanceMinorUnits);
        });
        return command;
    }

    private static Command Export(TextWriter output)
    {
        var (directory, postgres) = Where();
        var from = new Option<string>("--from") { HelpName = "YYYY-MM-DD", Description = "The first day, UTC.", Required = true };
        var to = new Option<string>("--to") { HelpName = "YYYY-MM-DD", Description = "The day after the last, UTC.", Required = true };
        var csv = new Option<string>("--csv") { HelpName = "FILE", Description = "Where to; - for the standard output.", Required = true };
        var command = new Command("export", "Every transfer of a period as comma-separated values, in the order they were posted.") { directory, postgres, from, to, csv };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = new OptionReader();
            var (begin, end) = (Day(read, "--from", parsed.GetValue(from)!), Day(read, "--to", parsed.GetValue(to)!));
            if (read.Faults.Count == 0 && begin >= end)
            {
                read.Fault("--from lies before --to.");
            }

            var file = read.Path("--csv", parsed.GetValue(csv))!;
            ThrowIf(read);
            using var choice = Open(parsed, directory, postgres);
            long written = 0, after = 0;
            await Write(file, output, async writer =>
            {
                BooksCsv.WriteJournalNames(writer);
                while (await choice.Books.Journal(begin, end, after, PageSize, cancellationToken) is { IsEmpty: false } page)
                {
                    BooksCsv.Write(writer, page);
                    (written, after) = (written + page.Length, page[^1].Number);
                }
            });
            if (file != "-")
            {
                output.WriteLine(Say($"{written:N0} transfers in {file}."));
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static (Option<string?> Directory, Option<string?> Postgres) Where()
    {
        var directory = new Option<string?>("--data-dir") { HelpName = "DIR", Description = "Folder of the service, or the file of its store. Default: ./data/allinone." };
        directory.Aliases.Add("--data");
        return (directory, new Option<string?>("--postgres") { HelpName = "CONNECTION", Description = "The books are in PostgreSQL instead of SQLite." });
    }

    private static BooksChoice Open(ParseResult parsed, Option<string?> directory, Option<string?> postgres)
    {
        var read = new OptionReader();
        var folder = read.Path("--data-dir", parsed.GetValue(directory));
        var server = read.Path("--postgres", parsed.GetValue(postgres));
        if (folder is not null && server is not null)
        {
            read.Fault("--data-dir and --postgres do not go together: say where the books are.");
        }

        ThrowIf(read);
        return BooksChoice.Open(folder ?? new AllInOneOptions().DataDirectory, server);
    }

    private static DateTimeOffset Day(OptionReader read, string option, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            return new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        }

        read.Fault($"{option}: '{text}' is not a day like 2026-01-31.");
        return DateTimeOffset.MinValue;
    }

    private static void ThrowIf(OptionReader read)
    {
        if (read.Faults.Count > 0)
        {
            throw new StartFault(ExitCodes.BadOption, string.Join(Environment.NewLine, read.Faults));
        }
    }

    private static async Task Write(string file, TextWriter output, Func<TextWriter, ValueTask> write)
    {
        if (file == "-")
        {
            await write(output);
            return;
        }

        try
        {
            await using var writer = new StreamWriter(file);
            await write(writer);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartFault(ExitCodes.Unusable, $"--csv: {file} cannot be written: {fault.Message}", fault);
        }
    }

    private static void Tell(TextWriter output, LedgerFault fault)
    {
        output.WriteLine(fault.Detail);
        output.WriteLine($"  rule      {fault.Rule}");
        if (fault.Job is { } job)
        {
            output.WriteLine($"  job       {job}");
        }

        if (fault.Key is { } key)
        {
            output.WriteLine($"  transfer  {key}");
        }

        output.WriteLine(Say($"  expected  {fault.ExpectedMinorUnits} minor units"));
        output.WriteLine(Say($"  found     {fault.FoundMinorUnits} minor units"));
    }

    private static void Table(TextWriter output, IReadOnlyList<KindTotal> totals)
    {
        output.WriteLine(Row("account", "currency", "debit", "credit", "balance"));
        foreach (var currency in totals.GroupBy(total => total.Currency, StringComparer.Ordinal))
        {
            foreach (var total in currency)
            {
                output.WriteLine(Row(total.Account, total.Currency, Amount(total.DebitMinorUnits), Amount(total.CreditMinorUnits), Amount(total.DebitMinorUnits - total.CreditMinorUnits)));
            }

            var (debits, credits) = (currency.Sum(total => total.DebitMinorUnits), currency.Sum(total => total.CreditMinorUnits));
            output.WriteLine(Row("sum", currency.Key, Amount(debits), Amount(credits), Amount(debits - credits)));

            string Amount(long minorUnits) => AmountText.Of(minorUnits, currency.Key);
        }
    }

    /// <summary>What is pending, beside the balance: none of it is in there.</summary>
    private static void Pending(TextWriter output, IReadOnlyList<AccountPending> pending)
    {
        if (pending.Count == 0)
        {
            return;
        }

        output.WriteLine(Row("pending", "currency", "debit", "credit", string.Empty));
        foreach (var kind in pending)
        {
            output.WriteLine(Row(kind.Account, kind.Currency, AmountText.Of(kind.DebitMinorUnits, kind.Currency), AmountText.Of(kind.CreditMinorUnits, kind.Currency), string.Empty));
        }
    }

    private static void Table(TextWriter output, PeriodClose close)
    {
        output.WriteLine(Row("account", "entry", "debit", "credit", "balance"));
        foreach (var account in close.Accounts)
        {
            var balance = account.OpeningMinorUnits;
            output.WriteLine(Row(account.Account, "opening", string.Empty, string.Empty, Amount(balance) + " " + account.Currency));
            foreach (var movement in account.Movements)
            {
                balance += movement.DebitMinorUnits - movement.CreditMinorUnits;
                output.WriteLine(Row(string.Empty, movement.Cause, Amount(movement.DebitMinorUnits), Amount(movement.CreditMinorUnits), Amount(balance) + " " + account.Currency));
            }

            output.WriteLine(Row(string.Empty, "closing", Amount(account.DebitMinorUnits), Amount(account.CreditMinorUnits), Amount(balance) + " " + account.Currency));
            if (account.PendingDebitMinorUnits != 0 || account.PendingCreditMinorUnits != 0)
            {
                output.WriteLine(Row(string.Empty, "pending", Amount(account.PendingDebitMinorUnits), Amount(account.PendingCreditMinorUnits), string.Empty));
            }

            string Amount(long minorUnits) => AmountText.Of(minorUnits, account.Currency);
        }

        foreach (var currency in close.Currencies)
        {
            var own = close.Accounts.Where(account => account.Currency == currency).ToList();
            output.WriteLine(Row(
                "sum",
                "closing",
                AmountText.Of(own.Sum(account => account.DebitMinorUnits), currency),
                AmountText.Of(own.Sum(account => account.CreditMinorUnits), currency),
                AmountText.Of(own.Sum(account => account.ClosingMinorUnits), currency) + " " + currency));
        }
    }

    private static int Off(TextWriter output, long imbalance)
    {
        if (imbalance == 0)
        {
            return ExitCodes.Success;
        }

        output.WriteLine(Say($"Off zero by {imbalance} minor units: ledger verify --all names what does not agree."));
        return ExitCodes.Failed;
    }

    private static string Row(string first, string second, string third, string fourth, string fifth) => $"{first,-18} {second,-14} {third,18} {fourth,18} {fifth,22}".TrimEnd();

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
