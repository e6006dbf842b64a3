using System.Collections.Immutable;
using System.Globalization;
using O2O.Dispatch.AllInOne.CommandLine;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>The books on the command line, over a store with jobs in three currencies.</summary>
public sealed class LedgerCommandTests
{
    [Fact]
    public async Task Verify_SoundBooks_EndsWithZeroAndSaysWhatWasReadded()
    {
        using var folder = new TemporaryFolder();
        await Fill(folder, 4);
        var (code, output, error) = await Run("ledger", "verify", "--data", folder.Path);
        Assert.Equal((ExitCodes.Success, string.Empty), (code, error));
        Assert.Contains("The books are sound: 4 jobs and", output, StringComparison.Ordinal);
        Assert.Contains("gateway_clearing   USD", output, StringComparison.Ordinal);
        Assert.Equal(string.Empty, (await Run("ledger", "verify", "--data-dir", folder.At("dispatch.db"), "--quiet")).Output);
    }

    [Fact]
    public async Task Verify_ChangedBooks_EndsWithOneAndNamesJobExpectedAndFound()
    {
        using var folder = new TemporaryFolder();
        var jobs = await Fill(folder, 4);
        using (var store = new SqliteStore(new SqliteOptions { Path = folder.At("dispatch.db") }, TimeProvider.System))
        {
            await CommitWrong(store.Jobs);
        }

        var (code, output, _) = await Run("ledger", "verify", "--data-dir", folder.Path);
        Assert.Equal(ExitCodes.Failed, code);
        NamesWrong(output);
        Assert.Contains("The books are not sound; faults: 1, in 5 jobs", (await Run("ledger", "verify", "--data-dir", folder.Path, "--all")).Output, StringComparison.Ordinal);
        Assert.Equal(4, jobs.Count);
    }

    [PostgresFact]
    public async Task Verify_OnPostgres_ProvesAndNamesAsOnSqlite()
    {
        var database = PostgresServer.Shared.Database();
        using (var store = Open())
        {
            await Fill(store.Jobs, 4);
        }

        var (code, output, error) = await Run("ledger", "verify", "--postgres", database);
        Assert.Equal((ExitCodes.Success, string.Empty), (code, error));
        Assert.Contains("The books are sound: 4 jobs and", output, StringComparison.Ordinal);
        Assert.Contains("gateway_clearing   USD", output, StringComparison.Ordinal);
        Assert.Equal(string.Empty, (await Run("ledger", "verify", "--postgres", database, "--quiet")).Output);
        using (var store = Open())
        {
            await CommitWrong(store.Jobs);
        }

        (code, output, _) = await Run("ledger", "verify", "--postgres", database);
        Assert.Equal(ExitCodes.Failed, code);
        NamesWrong(output);
        Assert.Contains("The books are not sound; faults: 1, in 5 jobs", (await Run("ledger", "verify", "--postgres", database, "--all")).Output, StringComparison.Ordinal);
        PostgresServer.Shared.Drop(database);

        PostgresStore Open() => new(new PostgresOptions { ConnectionString = database }, TimeProvider.System);
    }

    [Fact]
    public async Task Balance_OfThreeCurrencies_HasTheDigitsOfEachAndSumsToZero()
    {
        using var folder = new TemporaryFolder();
        await Fill(folder, 3);
        var (code, output, _) = await Run("ledger", "balance", "--data-dir", folder.Path);
        Assert.Equal(ExitCodes.Success, code);
        var lines = output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(["JPY 1250", "KWD 1.250", "USD 12.50"], lines.Where(line => line is ["gateway_clearing", ..]).Select(line => $"{line[1]} {line[2]}"));
        Assert.Equal(["0", "0.000", "0.00"], lines.Where(line => line is ["sum", ..]).Select(line => line[^1].TrimEnd('\r')));
    }

    [Fact]
    public async Task BalanceAndClose_OfAJobThatHoldsMoney_ShowItBesideWhatWasPosted()
    {
        using var folder = new TemporaryFolder();
        await Fill(folder, 1);
        var held = Scenarios.MatchingJob(order: Scenarios.Order() with { Id = Scenarios.Job(8) });
        var asking = held with { Payment = held.Payment with { Status = PaymentStatus.Authorizing } };
        var pending = PendingPostings.Of(asking, held, new JobEvent.PaymentAuthorised(Scenarios.Intent, held.Payment.Authorised) { At = Scenarios.Now });
        using (var store = new SqliteStore(new SqliteOptions { Path = folder.At("dispatch.db") }, TimeProvider.System))
        {
            await Commit(store.Jobs, held, [], pending);
        }

        var amount = AmountText.Of(held.Payment.Authorised.MinorUnits, "USD");
        var (code, output, _) = await Run("ledger", "balance", "--data-dir", folder.Path);
        var lines = output.Split('\n').Select(line => string.Join(' ', line.Split((char[])[' ', '\r'], StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal(ExitCodes.Success, code);
        Assert.Equal([$"customer USD 0.00 {amount}", $"gateway_clearing USD {amount} 0.00"], lines.SkipWhile(line => !line.StartsWith("pending", StringComparison.Ordinal)).Skip(1).Where(line => line.Length > 0));
        (code, output, _) = await Run("ledger", "close", "--day", "2013-01-01", "--csv", "-", "--data-dir", folder.Path);
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains($"USD,gateway_clearing,pending,{amount},0.00,12.50", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, (await Run("ledger", "verify", "--data-dir", folder.Path)).Code);
    }

    [Fact]
    public async Task Close_OfADay_IsTheSameAsTableAndAsCsv()
    {
        using var folder = new TemporaryFolder();
        await Fill(folder, 3);
        var (code, output, _) = await Run("ledger", "close", "--day", "2013-01-01", "--csv", folder.At("close.csv"), "--data-dir", folder.Path);
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("12.50 USD", output, StringComparison.Ordinal);
        var rows = (await File.ReadAllTextAsync(folder.At("close.csv"))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("from,to,currency,account,entry,debit,credit,balance", rows[0]);
        Assert.Contains("2013-01-01T00:00:00Z,2013-01-02T00:00:00Z,KWD,gateway_clearing,captured,1.250,0.000,1.250", rows);
        Assert.Contains("2013-01-01T00:00:00Z,2013-01-02T00:00:00Z,JPY,gateway_clearing,closing,1250,0,1250", rows);
        foreach (var currency in new[] { "USD", "JPY", "KWD" })
        {
            Assert.Equal(0m, rows.Where(row => row.Contains($",{currency},", StringComparison.Ordinal) && row.Contains(",closing,", StringComparison.Ordinal))
                .Sum(row => decimal.Parse(row.Split(',')[^1], CultureInfo.InvariantCulture)));
        }

        // The day after opens with it, and nothing moves.
        var (_, next, _) = await Run("ledger", "close", "--day", "2013-01-02", "--csv", "-", "--data-dir", folder.Path);
        Assert.Contains("2013-01-02T00:00:00Z,2013-01-03T00:00:00Z,USD,gateway_clearing,opening,,,12.50", next, StringComparison.Ordinal);
        Assert.DoesNotContain(",captured,", next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OfAPeriod_HasEveryTransferOnce()
    {
        using var folder = new TemporaryFolder();
        var jobs = await Fill(folder, 5);
        var (code, output, _) = await Run("ledger", "export", "--from", "2013-01-01", "--to", "2013-01-02", "--csv", folder.At("all.csv"), "--data-dir", folder.Path);
        Assert.Equal(ExitCodes.Success, code);
        var rows = (await File.ReadAllTextAsync(folder.At("all.csv"))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var transfers = jobs.SelectMany(Transfers).ToList();
        Assert.Contains($"{transfers.Count} transfers", output, StringComparison.Ordinal);
        Assert.Equal(transfers.Select(transfer => transfer.Key), rows.Skip(1).Select(row => row.Split(',')[2]));
        Assert.Single((await Run("ledger", "export", "--from", "2014-01-01", "--to", "2014-01-02", "--csv", "-", "--data-dir", folder.Path)).Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--day", "ledger", "close", "--day", "1.1.2013")]
    [InlineData("--from: 'x' is not a day", "ledger", "export", "--from", "x", "--to", "2013-01-01", "--csv", "-")]
    [InlineData("--from lies before --to", "ledger", "export", "--from", "2013-01-02", "--to", "2013-01-01", "--csv", "-")]
    [InlineData("do not go together", "ledger", "verify", "--data", "x", "--postgres", "Host=x")]
    [InlineData("--day", "ledger", "close")]
    public async Task Ledger_BadOption_IsNamed(string message, params string[] arguments)
    {
        var (code, _, error) = await Run(arguments);
        Assert.Equal(ExitCodes.BadOption, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledger_WhereThereIsNone_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = await Run("ledger", "verify", "--data-dir", folder.At("nowhere"));
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains("does not exist: name the folder of a service that has run", error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.At("text.db"), new string('x', 5_000));
        Assert.Contains("is not an SQLite database", (await Run("ledger", "balance", "--data-dir", folder.At("text.db"))).Error, StringComparison.Ordinal);
        Assert.Equal(["text.db"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Ledger_OfAServiceAtWork_IsReadBesideIt()
    {
        using var folder = new TemporaryFolder();
        await Fill(folder, 2);
        using var store = new SqliteStore(new SqliteOptions { Path = folder.At("dispatch.db") }, TimeProvider.System);
        var job = Captured(Currency.Usd, 20);
        await Commit(store.Jobs, job, Transfers(job));
        Assert.Contains("3 jobs", (await Run("ledger", "verify", "--data-dir", folder.Path)).Output, StringComparison.Ordinal);
    }

    private static async Task<List<Job>> Fill(TemporaryFolder folder, int count)
    {
        using var store = new SqliteStore(new SqliteOptions { Path = folder.At("dispatch.db") }, TimeProvider.System);
        return await Fill(store.Jobs, count);
    }

    /// <summary>Captured jobs, in turn of USD, JPY and KWD.</summary>
    private static async Task<List<Job>> Fill(IJobStore store, int count)
    {
        var jobs = new List<Job>();
        for (var i = 1; i <= count; i++)
        {
            var job = Captured(Currency.Of(i % 3 == 1 ? "USD" : i % 3 == 2 ? "JPY" : "KWD"), i);
            await Commit(store, job, Transfers(job));
            jobs.Add(job);
        }

        return jobs;
    }

    private static Job Captured(Currency currency, int number)
    {
        Money Of(long minorUnits) => new(minorUnits, currency);
        var usd = Scenarios.Terms();
        var terms = usd with
        {
            Fares = usd.Fares with { Base = Of(250), PerKilometre = Of(100), PerMinute = Of(20), Minimum = Of(300) },
            Commission = new CommissionPlan(new BasisPoints(2_000), Of(0)),
            Cancellation = usd.Cancellation with { FeeAfterAccept = Of(100), FeeAfterArrival = Of(100), NoShowFee = Of(100) },
        };
        var job = Scenarios.CapturedJob(order: Scenarios.Order(terms, Fare.Of(FareLineKind.Base, Of(1_250))) with { Id = Scenarios.Job(number) });

        // From before the ledger had pending transfers.
        return job with { Payment = job.Payment with { HoldsArePending = null } };
    }

    private static List<LedgerTransfer> Transfers(Job job) =>
    [
        .. LedgerPostings.Of(job, new JobEvent.Completed(job.FinalFare!, job.Settlement!) { At = Scenarios.Now + Scenarios.ToComplete }),
        .. LedgerPostings.Of(job, new JobEvent.PaymentCaptured(job.Payment.Captured) { At = Scenarios.Now + Scenarios.ToCapture }),
    ];

    /// <summary>The same life once more, with the job said to have taken more than the ledger knows.</summary>
    private static async Task CommitWrong(IJobStore store)
    {
        var job = Captured(Currency.Usd, 9);
        var wrong = job with { Payment = job.Payment with { Captured = job.Payment.Captured + new Money(7, Currency.Usd), Authorised = job.Payment.Authorised + new Money(7, Currency.Usd) } };
        await Commit(store, wrong, Transfers(job));
    }

    private static void NamesWrong(string output)
    {
        Assert.Contains("  rule      captured_differs", output, StringComparison.Ordinal);
        Assert.Contains($"  job       {Scenarios.Job(9)}", output, StringComparison.Ordinal);
        Assert.Contains("  expected  1257 minor units", output, StringComparison.Ordinal);
        Assert.Contains("  found     1250 minor units", output, StringComparison.Ordinal);
        Assert.Contains("--all names every fault", output, StringComparison.Ordinal);
    }

    /// <summary>The whole life in one commit: the store takes what it is given.</summary>
    private static async Task Commit(IJobStore store, Job job, List<LedgerTransfer> transfers, ImmutableArray<LedgerPending> pending = default)
    {
        var events = Enumerable.Repeat<JobEvent>(new JobEvent.PaymentCaptured(job.Payment.Captured) { At = Scenarios.Now }, (int)job.Version);
        var result = await store.Commit(new JobCommit(job, 0, [.. events], "grid:ride", null, [], [], [.. transfers], [], [], Scenarios.Now + Scenarios.ToCapture) { Pending = pending }, default);
        Assert.Equal(CommitStatus.Committed, result.Status);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await AllInOneCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
