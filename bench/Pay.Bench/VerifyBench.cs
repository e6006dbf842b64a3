using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Pay.Bench;

/// <summary>The books of many jobs are proved on PostgreSQL, by the proof that the command <c>ledger verify</c> runs: how fast, and how much memory a tenth of them and all of them take.</summary>
internal static class VerifyBench
{
    // The job that the others are copies of.
    private const int Template = 0x0eadbeef;
    private const string TemplateHex = "0eadbeef";
    private const int Step = 20_000;

    private static readonly string[] Tables = ["jobs", "job_orders", "job_events", "ledger_transfers", "ledger_pending"];

    public static async Task Run(int jobs)
    {
        using var server = new PostgresServer(survivesPowerCut: false);
        var database = server.Database();
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System)
            .AddPostgresStorage(options => options.ConnectionString = database).AddLogging().BuildServiceProvider();
        await Jobs.StoreCaptured(services.GetRequiredService<PostgresStore>().Jobs, Template, "pi_" + TemplateHex, TimeProvider.System.GetUtcNow());
        var books = services.GetRequiredService<PostgresStore>().Books;
        var stored = 1;
        await Fill(jobs / 10);
        _ = await Prove();
        var few = await Prove();
        await Fill(jobs);
        var all = await Prove();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{all.Proof.Jobs:N0} jobs, {all.Proof.Transfers:N0} transfers, {all.Proof.Faults} faults: {all.Seconds:0.0} s, {all.Proof.Jobs / all.Seconds:N0} jobs/s; "
            + $"peak of the heap {all.Heap:0.0} MiB, of {few.Proof.Jobs:N0} jobs {few.Heap:0.0} MiB, ratio {all.Heap / few.Heap:0.00}; resident {all.Resident:N0} MiB and {few.Resident:N0} MiB; "
            + $"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));

        async Task Fill(int until)
        {
            await using var connection = new NpgsqlConnection(database + ";Command Timeout=0");
            await connection.OpenAsync();
            for (; stored < until; stored = Math.Min(stored + Step, until))
            {
                Console.Write($"\rstoring captured jobs: {stored:N0} of {until:N0} ");
                foreach (var table in Tables)
                {
                    // Identities number the copies themselves.
                    var columns = await Text(
                        connection,
                        $"SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = '{table}' AND is_identity = 'NO' AND column_name <> 'committed'");
                    _ = await Text(
                        connection,
                        $"""
                        INSERT INTO {table} ({columns})
                        SELECT {string.Join(", ", columns.Split(", ").Select(column => $"(copied).{column}"))} FROM (
                            SELECT jsonb_populate_record(NULL::{table}, replace(to_jsonb(template)::text, '{TemplateHex}', lpad(to_hex(n), 8, '0'))::jsonb) AS copied
                            FROM (SELECT * FROM {table} WHERE job_id::text LIKE '{TemplateHex}%') AS template, generate_series({stored}, {Math.Min(stored + Step, until) - 1}) AS n OFFSET 0
                        ) AS copies
                        """);
                }
            }

            Console.WriteLine($"\rstoring captured jobs: {until:N0} of {until:N0} ");
            _ = await Text(connection, "ANALYZE");
        }

        async Task<(LedgerProof Proof, double Seconds, double Heap, double Resident)> Prove()
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var process = Process.GetCurrentProcess();
            var (heap, resident) = (0L, 0L);
            using var done = new CancellationTokenSource();
            var watch = Task.Run(async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    heap = Math.Max(heap, GC.GetTotalMemory(false));
                    process.Refresh();
                    resident = Math.Max(resident, process.WorkingSet64);
                    await Task.Delay(20);
                }
            });
            var clock = Stopwatch.StartNew();
            var proof = await books.Prove(_ => false, null, default);
            var seconds = clock.Elapsed.TotalSeconds;
            await done.CancelAsync();
            await watch;
            return proof.FirstFault is null && proof.Jobs == stored
                ? (proof, seconds, heap / 1048576.0, resident / 1048576.0)
                : throw new InvalidOperationException($"{proof.Jobs} of {stored} jobs were looked at; {proof.FirstFault?.Detail}");
        }
    }

    private static async Task<string> Text(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string ?? string.Empty;
    }
}
