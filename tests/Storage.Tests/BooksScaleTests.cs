using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;
using Xunit.Abstractions;

namespace O2O.Dispatch.Storage.Tests;

/// <summary>
/// The proof of large books, a voucher in every fourth job: memory stays what it was after the first pages. Reports what it costs; asserts no time. O2O_BENCH_BOOKS=1000000 in Release gives the figures of docs/benchmarks.md;
/// O2O_BENCH_BOOKS_FILE names a file to keep, for the command line to prove.
/// </summary>
[Collection(nameof(Alone))]
public sealed class BooksScaleTests(ITestOutputHelper output)
{
    private static readonly int Jobs = int.Parse(Environment.GetEnvironmentVariable("O2O_BENCH_BOOKS") ?? "30000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Prove_ManyJobs_KeepsNoMoreThanItsPages()
    {
        using var folder = new TemporaryFolder();
        var kept = Environment.GetEnvironmentVariable("O2O_BENCH_BOOKS_FILE");
        var file = kept ?? folder.File("books.db");
        var watch = Stopwatch.GetTimestamp();
        if (!File.Exists(file))
        {
            new SqliteStore(new SqliteOptions { Path = file, Durability = SqliteDurability.Normal }, new ManualClock()).Dispose();
            Fill(file, Jobs);
            Write($"{Jobs} jobs written in {Stopwatch.GetElapsedTime(watch).TotalSeconds:0.0} s, {new FileInfo(file).Length / 1_048_576} MiB");
        }

        using var books = new SqliteBooks(file);
        var held = new List<long>();
        var processor = Environment.CpuUsage.TotalTime;
        watch = Stopwatch.GetTimestamp();
        var proof = await books.Books.Prove(_ => false, progress => held.Add(GC.GetTotalMemory(forceFullCollection: true)), default);
        Write($"{proof.Jobs} jobs and {proof.Transfers} transfers proven in {Stopwatch.GetElapsedTime(watch).TotalSeconds:0.0} s ({(Environment.CpuUsage.TotalTime - processor).TotalSeconds:0.0} s of processor)");
        Write($"{held[0] / 1_024} KiB held after 10,000 jobs, {held.Max() / 1_024} KiB at the most");
        Assert.Null(proof.FirstFault);
        Assert.Equal(Jobs, proof.Jobs);
        Assert.True(proof.Transfers > 3L * Jobs);
        Assert.True(held.Count >= 2);

        // A row that were kept of each transfer would be some hundred bytes times four transfers times 10,000 jobs between two of these.
        Assert.True(held.Max() < held[0] + (4 << 20), $"Held after each 10,000 jobs: {string.Join(", ", held)}");

        // The peer: what the database itself takes to sum every amount twice.
        processor = Environment.CpuUsage.TotalTime;
        var totals = (await books.Books.Sums(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default)).Movements;
        Write($"the store's own sums by account and cause: {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:0.0} s of processor, {totals.Length} rows");
        Assert.Equal(0, totals.Sum(total => total.Debit - total.Credit));
    }

    private static void Fill(string file, int count)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA synchronous = OFF; PRAGMA cache_size = -65536");

        // Indexes and triggers that stand while the rows come cost most of the time: they are made anew after them, as they were.
        var parts = Parts(connection);
        foreach (var (type, name, _) in parts)
        {
            Execute(connection, $"DROP {type} {name}");
        }

        using var transaction = connection.BeginTransaction();
        using var insertJob = Prepare(
            connection,
            """
            INSERT INTO jobs (job_id, version, status, phase, shard, market, service_class, customer_id, operator_id, merchant_id, provider_id, plan_slot, deadline_at, requested_at, updated_at,
                payment_status, currency, authorised_minor_units, captured_minor_units, released_minor_units, state_json)
            VALUES (@0, @1, 'completed', 3, 'nyc:ride', 'nyc', 'ride', @2, 'acme', NULL, @3, NULL, NULL, @4, @4, 'captured', 'USD', @5, @6, @7, @8)
            """,
            9);
        using var insertTransfer = Prepare(
            connection,
            """
            INSERT INTO ledger_transfers (key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, intent, cause, operator_id, merchant_id, at)
            VALUES (@0, @1, @2, @3, @4, @5, 'USD', @6, @7, @8, 'acme', NULL, @9)
            """,
            10);
        using var insertPending = Prepare(
            connection,
            """
            INSERT INTO ledger_pending (key, phase, of_key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, intent, cause, operator_id, merchant_id, at)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, 'USD', @8, @9, @10, 'acme', NULL, @11)
            """,
            12);
        using var insertVoucher = Prepare(
            connection,
            """
            INSERT INTO vouchers (voucher_id, campaign_id, code, holder_id, source, currency, issued_at, expires_at, status, hold_by, hold_customer_id, hold_minor_units, hold_ordered, hold_day, used_minor_units)
            VALUES (@0, @1, @2, @3, 'link', 'USD', @4, @4, 'redeemed', @5, @3, 300, 1, 1, 300)
            """,
            6);
        using var insertOrder = Prepare(connection, "INSERT INTO job_orders (job_id, order_json) VALUES (@0, @1)", 2);
        using var insertUse = Prepare(connection, "INSERT INTO job_vouchers (job_id, voucher_id, campaign_id, place) VALUES (@0, @1, @2, @3)", 4);
        var fleet = new Fleet();
        var campaign = Campaign(fleet);
        var ofCampaign = campaign.Id.Value.ToByteArray(bigEndian: true);
        var kinds = Enumerable.Range(0, 64).Select(i => Life(fleet, i % 4 == 0 ? campaign : null)).ToArray();
        for (var i = 0; i < count; i++)
        {
            var (job, state, transfers, pending) = kinds[i % kinds.Length];
            var at = Fleet.Start + TimeSpan.FromMilliseconds(i * 40L);

            // As the API makes them: of a command's id, in no order of time, so that the walk in order of jobs meets transfers from all over the file.
            var id = fleet.NextId();
            var bytes = id.ToByteArray(bigEndian: true);
            Run(
                insertJob,
                bytes,
                job.Version,
                job.Order.Customer.Value.ToByteArray(bigEndian: true),
                job.Assignment!.Provider.Value.ToByteArray(bigEndian: true),
                at.UtcTicks,
                job.Payment.Authorised.MinorUnits,
                job.Payment.Captured.MinorUnits,
                job.Payment.Released.MinorUnits,
                state);
            foreach (var transfer in transfers)
            {
                Run(
                    insertTransfer,
                    Own(transfer.Key),
                    LedgerAccount.Name(transfer.Debit.Kind),
                    transfer.Debit.Owner,
                    LedgerAccount.Name(transfer.Credit.Kind),
                    transfer.Credit.Owner,
                    transfer.Amount.MinorUnits,
                    bytes,
                    transfer.Intent,
                    transfer.Cause,
                    at.UtcTicks);
            }

            foreach (var (row, phase, of) in pending)
            {
                Run(
                    insertPending,
                    Own(row.Key),
                    phase.ToString().ToLowerInvariant(),
                    of is null ? null : Own(of),
                    LedgerAccount.Name(row.Debit.Kind),
                    row.Debit.Owner,
                    LedgerAccount.Name(row.Credit.Kind),
                    row.Credit.Owner,
                    row.Amount.MinorUnits,
                    bytes,
                    row.Intent,
                    row.Cause,
                    at.UtcTicks);
            }

            string Own(string key) => key.Replace(job.Id.ToString(), id.ToString("N"), StringComparison.Ordinal);
            if (job.Order.Vouchers is [var held])
            {
                var voucher = fleet.NextId();
                var order = Encoding.UTF8.GetString(JobCodec.WriteOrder(job.Order)).Replace(held.Voucher.ToString(), voucher.ToString("N"), StringComparison.Ordinal);
                var customer = job.Order.Customer.Value.ToByteArray(bigEndian: true);
                Run(insertVoucher, voucher.ToByteArray(bigEndian: true), ofCampaign, voucher.ToString("N"), customer, at.UtcTicks, job.Order.Quote.Value.ToByteArray(bigEndian: true));
                Run(insertOrder, bytes, order);
                Run(insertUse, bytes, voucher.ToByteArray(bigEndian: true), ofCampaign, (long)VoucherUses.First(job.Order));
            }
        }

        using var insertCampaign = Prepare(
            connection,
            """
            INSERT INTO campaigns (campaign_id, operator_id, body, currency, ends_at, paused, budget_minor_units, spent_minor_units, held_minor_units, uses, issued, created_at)
            SELECT @0, 'acme', @1, 'USD', 0, 0, @2, SUM(used_minor_units), 0, COUNT(*), COUNT(*), 0 FROM vouchers
            """,
            3);
        Run(insertCampaign, ofCampaign, VoucherRows.Body(campaign), campaign.Limits.Budget.MinorUnits);
        Execute(connection, """
            INSERT INTO campaign_counts (campaign_id, customer_id, day, uses) SELECT campaign_id, zeroblob(16), hold_day, COUNT(*) FROM vouchers GROUP BY 1, 2, 3
            UNION ALL SELECT campaign_id, hold_customer_id, 0, COUNT(*) FROM vouchers GROUP BY 1, 2, 3
            UNION ALL SELECT campaign_id, hold_customer_id, hold_day, COUNT(*) FROM vouchers GROUP BY 1, 2, 3
            """);
        transaction.Commit();
        foreach (var (_, _, sql) in parts)
        {
            Execute(connection, sql);
        }
    }

    private static List<(string Type, string Name, string Sql)> Parts(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name IN ('jobs', 'ledger_transfers', 'ledger_pending', 'vouchers', 'job_vouchers') AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid";
        using var rows = command.ExecuteReader();
        var parts = new List<(string Type, string Name, string Sql)>();
        while (rows.Read())
        {
            parts.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        }

        return parts;
    }

    private static Campaign Campaign(Fleet fleet) => new(
        new CampaignId(fleet.NextId()), new OperatorId("acme"), "Three off", Funder.Platform, new VoucherBenefit.Amount(Fleet.Usd(300)), VoucherScope.Anything,
        new VoucherLimits(Fleet.Usd(1_000_000_000_000), null, null, null, null), Fleet.Start, Fleet.Start.AddDays(30), null, false, null, false);

    private static (Job Job, string State, List<LedgerTransfer> Transfers, List<LedgerPending> Pending) Life(Fleet fleet, Campaign? campaign)
    {
        var order = fleet.Order();
        if (campaign is not null)
        {
            order = order with
            {
                Vouchers = [new OrderedVoucher(new VoucherId(fleet.NextId()), campaign.Id, Fleet.Usd(300), campaign.Funder)],
                QuotedFare = new Fare(order.QuotedFare.Lines.Add(new FareLine(FareLineKind.Discount, Fleet.Usd(-300), campaign.Funder)), order.QuotedFare.Currency),
            };
        }

        Job? job = null;
        var transfers = new List<LedgerTransfer>();
        var pending = new List<LedgerPending>();
        var at = Fleet.Start;
        foreach (var step in fleet.Life(order, fleet.Provider(), at))
        {
            var commit = fleet.Commit(job, step(job), at);
            transfers.AddRange(commit.Transfers);
            pending.AddRange(commit.Pending);
            job = commit.After;
            at += TimeSpan.FromSeconds(20);
        }

        return (job!, Encoding.UTF8.GetString(JobCodec.WriteState(job!)), transfers, pending);
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"@{i}") });
        }

        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Write(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
