using System.Diagnostics;
using System.Globalization;
using Npgsql;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Storage.Tests.Postgres;
using O2O.Dispatch.Testing;
using Xunit.Abstractions;

namespace O2O.Dispatch.Storage.Tests;

/// <summary>Reports what a commit costs; asserts what was written, never a time. O2O_BENCH_JOBS=25000 in Release gives the figures of docs/reference/storage.md.</summary>
public sealed class CommitCostTests(ITestOutputHelper output)
{
    private static readonly int Jobs = int.Parse(Environment.GetEnvironmentVariable("O2O_BENCH_JOBS") ?? "100", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(":memory:", 1)]
    [InlineData(":memory:", 4)]
    [InlineData("file", 1)]
    [InlineData("file", 4)]
    [InlineData("file", 20)]
    public async Task Commits_OfWholeLivesInAReplay_AreAllThere(string where, int perGroup)
    {
        using var folder = new TemporaryFolder();
        var signal = new Signal();
        using var store = new SqliteStore(
            new SqliteOptions { Path = where == "file" ? folder.File("bench.db") : where, Durability = SqliteDurability.Normal },
            TimeProvider.System,
            signal);
        var fleet = new Fleet();
        var commits = Interleaved(fleet, Jobs, 500);

        // The same ids again would be the same rows: a first small run warms the code up with others.
        foreach (var commit in Interleaved(new Fleet(2), 50, 10))
        {
            Assert.True(Run(store, [commit], signal, 1) >= 0);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.GetTimestamp();
        var rows = Run(store, commits, signal, perGroup);
        var took = Stopwatch.GetElapsedTime(watch);
        processor = Environment.CpuUsage.TotalTime - processor;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{where}, {perGroup} a group: {commits.Count} commits in {took.TotalSeconds:0.00} s, {took.TotalMicroseconds / commits.Count:0.0} us ({processor.TotalMicroseconds / commits.Count:0.0} us of processor) and {allocated / commits.Count} B each, {rows} outbox rows and stream events"));
        foreach (var file in new DirectoryInfo(folder.Name).GetFiles())
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {file.Name}: {file.Length / commits.Count} B a commit"));
        }

        var check = await store.Ledger.Verify(default);
        Assert.Null(check.FirstFault);
        Assert.Equal(Jobs + 50, check.Jobs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(200)]
    public async Task Commits_InWallTimeForcedToTheDisk_AreAllThere(int together)
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteStore(new SqliteOptions { Path = folder.File("bench.db") }, TimeProvider.System);
        var fleet = new Fleet();
        await Report(store.Jobs, $"SQLite, wall time, Full, {together} at once", fleet, together);
        Assert.Equal([(JobStatus.Scheduled, 10L * Jobs)], (await store.JobReader.CountByStatus(null, default)).ToArray());
    }

    [PostgresTheory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(200)]
    public async Task Commits_OnPostgres_AreAllThere(int together)
    {
        var database = PostgresServer.Shared.Database();
        using (var store = new PostgresStore(new PostgresOptions { ConnectionString = database }, TimeProvider.System))
        {
            var fleet = new Fleet();

            // Connections are opened and statements prepared before the count.
            await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => store.Jobs.Commit(fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start), default).AsTask()));
            await Report(store.Jobs, $"PostgreSQL, {together} at once", fleet, together);

            // The peer: one row in one table without an index, committed alone, over the same driver and pool.
            PostgresUnderTest.Run(database, "CREATE TABLE bare (payload text)");
            await using var source = NpgsqlDataSource.Create(new PostgresOptions { ConnectionString = database }.ToConnectionString());
            await Report("PostgreSQL, one bare row", Enumerable.Repeat(new string('x', 1_000), 10 * Jobs), together, async payload =>
            {
                await using var command = source.CreateCommand("INSERT INTO bare (payload) VALUES ($1)");
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = payload });
                await command.ExecuteNonQueryAsync();
            });
            Assert.Equal([(JobStatus.Scheduled, 200L + (10 * Jobs))], (await store.JobReader.CountByStatus(null, default)).ToArray());
        }

        PostgresServer.Shared.Drop(database);
    }

    private Task Report(IJobStore jobs, string where, Fleet fleet, int together) => Report(
        where,
        Enumerable.Range(0, 10 * Jobs).Select(_ => fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start)),
        together,
        async commit => Assert.Equal(CommitStatus.Committed, (await jobs.Commit(commit, default)).Status));

    /// <summary>Reports the median of a write, or of writes at once divided by their number.</summary>
    private async Task Report<T>(string where, IEnumerable<T> writes, int together, Func<T, Task> write)
    {
        var commits = writes.ToList();
        var each = new List<double>();
        var processor = Environment.CpuUsage.TotalTime;
        foreach (var group in commits.Chunk(together))
        {
            var watch = Stopwatch.GetTimestamp();
            await Task.WhenAll(group.Select(write));
            each.Add(Stopwatch.GetElapsedTime(watch).TotalMicroseconds / group.Length);
        }

        processor = Environment.CpuUsage.TotalTime - processor;
        each.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{where}: {commits.Count} commits, median {each[each.Count / 2]:0} us a commit, {processor.TotalMicroseconds / commits.Count:0} us of this process's processor"));
    }

    private static long Run(SqliteStore store, List<JobCommit> commits, Signal signal, int perGroup)
    {
        long rows = 0;
        var group = new List<Task<CommitResult>>();
        var owed = System.Collections.Immutable.ImmutableArray.CreateBuilder<long>();
        for (var i = 0; i < commits.Count; i++)
        {
            group.Add(store.Jobs.Commit(commits[i], default).AsTask());
            if (group.Count == perGroup || i == commits.Count - 1)
            {
                signal.Flush();
                owed.Clear();
                foreach (var task in group)
                {
                    var result = task.GetAwaiter().GetResult();
                    Assert.Equal(CommitStatus.Committed, result.Status);
                    rows += result.Outbox.Length + result.Streams.Length;
                    foreach (var row in result.Outbox)
                    {
                        owed.Add(row.Id);
                    }
                }

                // What was owed is delivered and closed with the next group, as the fast path does.
                _ = store.Outbox.Close(owed.ToImmutable(), default);
                group.Clear();
            }
        }

        signal.Flush();
        return rows;
    }

    /// <summary>Whole lives of jobs, so many of them at a time, their steps interleaved.</summary>
    private static List<JobCommit> Interleaved(Fleet fleet, int jobs, int together)
    {
        var commits = new List<JobCommit>();
        var at = Fleet.Start;
        for (var first = 0; first < jobs; first += together)
        {
            var lives = new List<(IEnumerator<Func<Job?, JobCommand>> Steps, Job? Job)>();
            for (var i = first; i < Math.Min(jobs, first + together); i++)
            {
                lives.Add((fleet.Life(fleet.Order(at), fleet.Provider(), at).GetEnumerator(), null));
            }

            for (var going = true; going;)
            {
                going = false;
                for (var i = 0; i < lives.Count; i++)
                {
                    if (lives[i].Steps.MoveNext())
                    {
                        going = true;
                        at += TimeSpan.FromMilliseconds(15);
                        var commit = fleet.Commit(lives[i].Job, lives[i].Steps.Current(lives[i].Job), at);
                        commits.Add(commit);
                        lives[i] = (lives[i].Steps, commit.After);
                    }
                }
            }
        }

        return commits;
    }
}
