using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every reader of jobs promises.</summary>
public abstract class JobReaderContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task CountByStatus_OfOneMarketAndOfAll_CountsJobsInTheOrderOfTheStates()
    {
        using var store = Open();
        var fleet = new Fleet();
        await store.Bring(fleet, JobStatus.Completed, fleet.Order(market: "paris"));
        await store.Bring(fleet, JobStatus.Completed);
        await store.Bring(fleet, JobStatus.Completed);
        await store.Bring(fleet, JobStatus.Matching);
        await store.Bring(fleet, JobStatus.InProgress, fleet.Order(market: "paris"));
        Assert.Equal([(JobStatus.Matching, 1L), (JobStatus.InProgress, 1L), (JobStatus.Completed, 3L)], (await store.Reader.CountByStatus(null, default)).ToArray());
        Assert.Equal([(JobStatus.Matching, 1L), (JobStatus.Completed, 2L)], (await store.Reader.CountByStatus("nyc", default)).ToArray());
        Assert.Empty(await store.Reader.CountByStatus("atlantis", default));
    }

    [ContractFact]
    public async Task Page_ThroughAllJobs_GivesEachOnceInOrderOfId()
    {
        using var store = Open();
        var fleet = new Fleet();
        var all = new List<Job>();
        foreach (var status in new[] { JobStatus.Scheduled, JobStatus.Matching, JobStatus.Accepted, JobStatus.Completed, JobStatus.Completed, JobStatus.InProgress, JobStatus.Scheduled })
        {
            all.Add(await store.Bring(fleet, status));
        }

        var paged = new List<Job>();
        var page = await store.Reader.Page(null, 3, default);
        while (!page.IsEmpty)
        {
            Assert.InRange(page.Length, 1, 3);
            paged.AddRange(page);
            page = await store.Reader.Page(page[^1].Id, 3, default);
        }

        Assert.Equal(all.Select(job => job.Id).Order(), paged.Select(job => job.Id));
        Assert.All(paged, job => Same.Job(all.Single(of => of.Id == job.Id), job));
    }

    [ContractFact]
    public async Task Timeline_OfAnUnknownJob_IsEmpty()
    {
        using var store = Open();
        Assert.Empty(await store.Reader.Timeline(new JobId(new Fleet().NextId()), default));
    }

    [ContractFact]
    public async Task LastCommitAt_AfterCommitsInAnyOrder_IsTheLatest()
    {
        using var store = Open();
        var fleet = new Fleet();
        Assert.Null(await store.Reader.LastCommitAt(default));
        var late = Fleet.Start + TimeSpan.FromHours(2);
        await store.Commit(fleet.Commit(null, new JobCommand.Request(fleet.Order(late)), late));
        await store.Commit(fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start));
        Assert.Equal(late, await store.Reader.LastCommitAt(default));

        // A commit that is refused is none.
        var refused = fleet.Commit(Scenarios.MatchingJob(), new JobCommand.CancelByCustomer(CancelReason.ChangedMind), late + TimeSpan.FromHours(1));
        Assert.Equal(CommitStatus.VersionConflict, (await store.Done(store.Jobs.Commit(refused, default))).Status);
        Assert.Equal(late, await store.Reader.LastCommitAt(default));
        if (store.IsDurable)
        {
            store.Reopen();
            Assert.Equal(late, await store.Reader.LastCommitAt(default));
        }
    }
}
