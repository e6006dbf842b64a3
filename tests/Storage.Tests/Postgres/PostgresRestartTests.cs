using System.Collections.Concurrent;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Tests.Contract;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Postgres;

/// <summary>The server is stopped with <c>-m immediate</c> under load and started again. scripts/payment-drill.sh does the same to the whole service.</summary>
public sealed class PostgresRestartTests
{
    private const int Rounds = 3;
    private const int Writers = 16;
    private const int AnswersBefore = 150;
    private const int AnswersAfter = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task Server_StoppedImmediatelyUnderLoad_LosesNothingThatWasAcknowledged()
    {
        using var server = new PostgresServer();
        using var store = new PostgresUnderTest(server, options => options.ConnectTimeout = TimeSpan.FromSeconds(2));
        var acknowledged = new ConcurrentQueue<JobCommit>();
        var cut = 0;
        for (var round = 0; round < Rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            using var answers = new SemaphoreSlim(0);
            var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(new Fleet((round * 1_000) + writer + 1), stop.Token, answers))).ToList();
            await Answered(answers, AnswersBefore);
            server.Kill();
            server.Start();
            await Answered(answers, AnswersAfter);
            await stop.CancelAsync();
            await Task.WhenAll(writers).WaitAsync(Patience);
        }

        Assert.True(cut >= Rounds, $"Only {cut} commits met a server that was away: it was no load.");
        var versions = new Dictionary<JobId, long>();
        foreach (var commit in acknowledged)
        {
            Same.Answer(commit.Answer!, await store.Jobs.FindAnswer(commit.Answer!.Stamp.Id, default));
            versions[commit.After.Id] = Math.Max(versions.GetValueOrDefault(commit.After.Id), commit.After.Version);
        }

        foreach (var (job, version) in versions)
        {
            Assert.Equal(version, (await store.Jobs.Load(job, default))!.Version);
        }

        var check = await store.Ledger.Verify(default);
        Assert.Equal((null, versions.Count), (check.FirstFault, check.Jobs));

        // Whole lives of jobs, one after the other. What got no answer is said again until it gets one, as every caller does.
        async Task Write(Fleet fleet, CancellationToken stopping, SemaphoreSlim answered)
        {
            while (!stopping.IsCancellationRequested)
            {
                Job? job = null;
                foreach (var step in fleet.Life(fleet.Order(), fleet.Provider(), Fleet.Start))
                {
                    var commit = fleet.Commit(job, step(job), Fleet.Start);
                    while (await Try(commit) is false)
                    {
                        Interlocked.Increment(ref cut);
                    }

                    acknowledged.Enqueue(commit);
                    answered.Release();
                    job = commit.After;
                }
            }
        }

        async Task<bool> Try(JobCommit commit)
        {
            try
            {
                Assert.True((await store.Jobs.Commit(commit, default)).Status is CommitStatus.Committed or CommitStatus.CommandSeen);
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }
    }

    private static async Task Answered(SemaphoreSlim answers, int count)
    {
        using var late = new CancellationTokenSource(Patience);
        for (var i = 0; i < count; i++)
        {
            await answers.WaitAsync(late.Token);
        }
    }
}
