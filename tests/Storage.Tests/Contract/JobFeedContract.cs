using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every feed of job events promises.</summary>
public abstract class JobFeedContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task After_EveryPosition_GivesWhatWasCommittedSinceAndNothingTwice()
    {
        using var store = Open();
        var fleet = new Fleet();
        var begin = await store.Feed.End(default);
        Assert.True(store.Feed.IsPosition(begin));
        Assert.False(store.Feed.IsPosition("x:y"));
        var jobs = new List<Job>();
        for (var i = 0; i < 5; i++)
        {
            jobs.Add(await store.Bring(fleet, JobStatus.Completed));
        }

        var (read, position) = await Read(store, begin, jobs.Sum(job => (int)job.Version));
        Assert.Empty((await store.Feed.After(position, 7, default)).Entries);
        foreach (var job in jobs)
        {
            var timeline = await store.Reader.Timeline(job.Id, default);
            Assert.Equal(
                timeline.Select(entry => (entry.Version, JobCodec.EventName(entry.Event), entry.Event.At)),
                read.Where(entry => entry.Job == job.Id).Select(entry => (entry.Version, entry.Name, entry.At)));
        }

        // Later commits are behind the position, whenever it is asked from.
        var later = await store.Bring(fleet, JobStatus.Matching);
        Assert.Equal(Enumerable.Range(1, (int)later.Version), (await Read(store, position, (int)later.Version)).Entries.Select(entry => (int)entry.Version));
    }

    [ContractFact]
    public async Task Within_Period_GivesItsEventsInPages()
    {
        using var store = Open();
        var fleet = new Fleet();
        var begin = await store.Feed.End(default);
        var count = 0;
        foreach (var hour in new[] { 0, 1, 2 })
        {
            count += (int)(await store.Bring(fleet, JobStatus.Completed, fleet.Order(Fleet.Start + TimeSpan.FromHours(hour)))).Version;
        }

        await Read(store, begin, count);
        var (from, to) = (Fleet.Start + TimeSpan.FromHours(1), Fleet.Start + TimeSpan.FromHours(2));
        var all = (await store.Feed.Within(from, to, null, 1_000, default)).Entries;
        Assert.NotEmpty(all);
        Assert.All(all, entry => Assert.True(entry.At >= from && entry.At < to));
        Assert.Single(all.Select(entry => entry.Job).Distinct());
        var paged = new List<JobFeedEntry>();
        string? position = null;
        while (await store.Feed.Within(from, to, position, 3, default) is { Entries: { IsEmpty: false } entries } page)
        {
            paged.AddRange(entries);
            position = page.Position;
        }

        Assert.Equal(all, paged);
        Assert.Empty((await store.Feed.Within(from + TimeSpan.FromDays(1), to + TimeSpan.FromDays(1), null, 10, default)).Entries);
    }

    [ContractFact]
    public async Task After_CommitsAtOnce_MissesNoneWhileTheyHappen()
    {
        using var store = Open();
        var fleet = new Fleet();
        var commits = Enumerable.Range(0, 200).Select(_ => fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start)).ToList();
        var position = await store.Feed.End(default);
        var all = Task.WhenAll(commits.Chunk(25).Select(async part =>
        {
            foreach (var commit in part)
            {
                await store.Commit(commit);
            }
        }));
        var reading = Read(store, position, commits.Count);

        // A commit that fails is told as that and not as an event that is missing.
        await (await Task.WhenAny(all, reading));
        await all.WaitAsync(Patience);
        var (read, _) = await reading;
        Assert.Equal(commits.Select(commit => commit.After.Id).Order(), read.Select(entry => entry.Job).Order());
    }

    /// <summary>Reads on until so many have come. On PostgreSQL they come when whatever transaction of the server is older has ended, and other tests have some.</summary>
    private static async Task<(List<JobFeedEntry> Entries, string Position)> Read(StoreUnderTest store, string position, int count)
    {
        var read = new List<JobFeedEntry>();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (read.Count < count)
        {
            var page = await store.Feed.After(position, 7, default);
            Assert.InRange(page.Entries.Length, 0, 7);
            read.AddRange(page.Entries);
            position = page.Position;
            Assert.True(clock.Elapsed < Patience, $"Waited {Patience.TotalSeconds} s for {count} events; {read.Count} came.");
            await Task.Delay(page.Entries.IsEmpty ? 5 : 0);
        }

        Assert.Equal(count, read.Count);
        return (read, position);
    }
}
