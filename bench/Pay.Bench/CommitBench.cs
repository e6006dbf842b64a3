using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Pay.Bench;

/// <summary>A completion's commit: through the grain, and its statement alone under pgbench, in turns on one server.</summary>
internal static partial class CommitBench
{
    private const int Connections = 16;
    private const int Callers = 48;

    // A job of its own, from whose commit the statement and its parameters are taken.
    private const int Template = 0x0eadbeef;
    private const string TemplateHex = "0eadbeef";

    public static async Task Run(int rounds, int jobs, bool durable)
    {
        if (jobs % Connections != 0)
        {
            throw new ArgumentException($"{jobs} jobs cannot be shared evenly among pgbench's {Connections} connections: take a multiple of {Connections}.");
        }

        using var server = new PostgresServer(survivesPowerCut: durable);
        var database = server.Database();
        var (host, store) = await BenchHost.Start(database, Connections, new NoGateway(), delivers: false);
        using (host)
        {
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var now = TimeProvider.System.GetUtcNow();
            var each = rounds * jobs;
            Console.WriteLine($"storing {2 * each + jobs:N0} jobs with their customers on board ...");
            await Jobs.Store(store, Template, "pi_template_0123456789", now);
            await Together(0, (2 * each) + jobs, Connections, n => Jobs.Store(store, n, $"pi_{n:x8}_0123456789", now));
            await Complete(grains, Template);
            var (script, definitions) = Script(store.Last!);
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, script);

            // Grains are warm as those of jobs under way are, connections open, statements prepared.
            await Together(2 * each, jobs, Callers, n => Complete(grains, n));
            var (ours, theirs, ratios, processor) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                var first = round * jobs;
                await Together(first, jobs, Callers, async n => await grains.GetGrain<IJobGrain>(Jobs.Id(n).ToString()).Get(default));
                var cpu = Environment.CpuUsage.TotalTime;
                var clock = Stopwatch.StartNew();
                await Together(first, jobs, Callers, n => Complete(grains, n));
                ours.Add(jobs / clock.Elapsed.TotalSeconds);
                processor.Add((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / jobs);
                theirs.Add(await PgBench(database, file, definitions, each + first, jobs));
                ratios.Add(ours[^1] / theirs[^1]);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  round {round + 1}: grain {ours[^1]:N0}/s ({processor[^1]:0} us of processor each), pgbench {theirs[^1]:N0}/s, ratio {ratios[^1]:0.00}"));
            }

            var (completed, answers) = await Counted(database);
            if (completed != (2 * each) + jobs + 1 || answers != completed)
            {
                throw new InvalidOperationException($"{completed} jobs are completed, and {(2 * each) + jobs + 1} should be.");
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"median of {rounds}, {(durable ? "every commit on the disk" : "not waiting for the disk")}: grain {Median(ours):N0}/s, pgbench {Median(theirs):N0}/s, ratio {Median(ratios):0.00}; {Median(processor):0} us of this process's processor a commit; load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));
            File.Delete(file);
            await host.StopAsync();
        }
    }

    private static async Task Complete(IGrainFactory grains, int n)
    {
        var reply = await grains.GetGrain<IJobGrain>(Jobs.Id(n).ToString()).Advance(Jobs.Completion(n), default);
        if (!reply.Done)
        {
            throw new InvalidOperationException($"Job {n} was not completed: {reply.Rejection} {reply.Detail}");
        }
    }

    private static async Task Together(int first, int count, int width, Func<int, Task> run)
    {
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, width).Select(_ => Task.Run(async () =>
        {
            for (int n; (n = Interlocked.Increment(ref next)) < first + count;)
            {
                await run(n);
            }
        })));
    }

    /// <summary>The statement as the store sends it, its parameters as pgbench's variables; what names the job is made of the client's counter.</summary>
    private static (string Script, List<string> Definitions) Script(JobCommit commit)
    {
        var statement = JobCommitStatement.Of(commit);
        using var command = new NpgsqlCommand();
        statement.Bind(command.Parameters);
        var definitions = new List<string>();
        var sql = Comment().Replace(statement.Sql, string.Empty);
        sql = Parameter().Replace(sql, match =>
        {
            var number = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var parameter = command.Parameters[number - 1];
            var type = TypeOf(parameter.NpgsqlDbType);
            if (parameter.Value is null or DBNull)
            {
                return $"NULL::{type}";
            }

            var text = Literal(parameter.Value);
            if (text.Length == 0)
            {
                // No variable of pgbench can be empty.
                return $"''::{type}";
            }

            var name = $"p{number}";
            if (!definitions.Exists(known => known.StartsWith(name + "=", StringComparison.Ordinal)))
            {
                definitions.Add($"{name}={text}");
            }

            // Documents may name another job; what a constraint or a lock goes by may not.
            var varies = text.Contains(TemplateHex, StringComparison.Ordinal) && text.Length < 1_000;
            return varies ? $"replace(:{name}, '{TemplateHex}', lpad(to_hex((:n)::bigint), 8, '0'))::{type}" : $"(:{name})::{type}";
        });
        return ($"\\set n :first + :client_id * :per + :i\n\\set i :i + 1\n{sql.ReplaceLineEndings(" ")};\n", definitions);
    }

    private static string TypeOf(NpgsqlDbType type) => type switch
    {
        NpgsqlDbType.Text => "text",
        NpgsqlDbType.Bigint => "bigint",
        NpgsqlDbType.Uuid => "uuid",
        NpgsqlDbType.Double => "double precision",
        NpgsqlDbType.Array | NpgsqlDbType.Text => "text[]",
        NpgsqlDbType.Array | NpgsqlDbType.Bigint => "bigint[]",
        NpgsqlDbType.Array | NpgsqlDbType.Uuid => "uuid[]",
        _ => throw new NotSupportedException($"No name for {type}."),
    };

    private static string Literal(object value) => value switch
    {
        Array many => "{" + string.Join(',', many.Cast<object?>().Select(item => item is null ? "NULL" : $"\"{Literal(item).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")) + "}",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static async Task<double> PgBench(string database, string file, List<string> definitions, int first, int jobs)
    {
        var connection = new NpgsqlConnectionStringBuilder(database);
        var per = jobs / Connections;
        var start = new ProcessStartInfo(Program()) { RedirectStandardOutput = true, RedirectStandardError = true };
        List<string> arguments =
        [
            "-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!, "-n", "-M", "prepared", "-c", $"{Connections}", "-j", "2", "-t", $"{per}", "-f", file,
            "-D", $"first={first}", "-D", $"per={per}", "-D", "i=0",
        ];
        foreach (var definition in definitions)
        {
            arguments.AddRange(["-D", definition]);
        }

        arguments.Add(connection.Database!);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var said = Tps().Match(output);
        return process.ExitCode == 0 && said.Success
            ? double.Parse(said.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"pgbench: {await error}{output}");
    }

    private static string Program() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin", "pgbench")).Where(File.Exists).Order(StringComparer.Ordinal).LastOrDefault() ?? "pgbench"
        : "pgbench";

    private static async Task<(long Completed, long Answers)> Counted(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT (SELECT count(*) FROM jobs WHERE status = 'completed'), (SELECT count(*) FROM answers)", connection);
        await using var rows = await command.ExecuteReaderAsync();
        await rows.ReadAsync();
        return (rows.GetInt64(0), rows.GetInt64(1));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Tps();

    internal sealed class NoGateway : IPaymentGateway
    {
        public Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks the gateway here.");
    }
}
