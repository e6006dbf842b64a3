using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
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

    [ContractFact]
    public async Task Attention_DebtsAndRefundsThatCameBack_AreFoundByReasonAlsoAfterARestartUntilTheyAreAskedForAgain()
    {
        using var store = Open();
        var fleet = new Fleet();
        var at = Fleet.Start + TimeSpan.FromHours(1);
        async Task<Job> Done(Job job, JobCommand command)
        {
            var commit = fleet.Commit(job, command, at);
            Assert.Equal(CommitStatus.Committed, (await store.Commit(commit)).Status);
            return commit.After;
        }

        await store.Bring(fleet, JobStatus.Completed);
        var early = await Owing(Fleet.Start);
        var late = await Owing(Fleet.Start + TimeSpan.FromMinutes(2));
        var back = await store.Bring(fleet, JobStatus.Completed);
        back = await Done(back, new JobCommand.Refund(null, RefundReason.Goodwill, RefundBearer.Platform));
        back = await Done(back, new JobCommand.RefundPaid(1, back.Payment.Captured, null, "re_1"));
        Assert.Empty(await store.Reader.Attention(JobAttention.RefundReversed, 10, default));
        back = await Done(back, new JobCommand.RefundRefused(1, "declined", null, "re_1"));
        if (store.IsDurable)
        {
            store.Reopen();
        }

        Assert.Equal([late.Id, early.Id], (await store.Reader.Attention(JobAttention.PaymentOwed, 10, default)).Select(job => job.Id));
        Assert.Equal([late.Id], (await store.Reader.Attention(JobAttention.PaymentOwed, 1, default)).Select(job => job.Id));
        var reversed = Assert.Single(await store.Reader.Attention(JobAttention.RefundReversed, 10, default));
        Same.Job(back, reversed);
        Assert.Equal(at, reversed.Payment.Refunds!.ReversedAt);
        await Done(early, new JobCommand.AskRest());
        await Done(back, new JobCommand.Refund(null, RefundReason.Goodwill, RefundBearer.Platform));
        Assert.Equal([late.Id], (await store.Reader.Attention(JobAttention.PaymentOwed, 10, default)).Select(job => job.Id));
        Assert.Empty(await store.Reader.Attention(JobAttention.RefundReversed, 10, default));

        // A dispute, until it is decided.
        var disputed = await store.Bring(fleet, JobStatus.Completed);
        disputed = await Done(disputed, new JobCommand.OpenDispute("dp_1", Fleet.Usd(100), null, "fraudulent"));
        Assert.Equal([disputed.Id], (await store.Reader.Attention(JobAttention.DisputeOpen, 10, default)).Select(job => job.Id));
        Assert.Empty(await store.Reader.Attention(JobAttention.FareCapped, 10, default));
        await Done(disputed, new JobCommand.CloseDispute("dp_1", Fleet.Usd(100), null, true));
        Assert.Empty(await store.Reader.Attention(JobAttention.DisputeOpen, 10, default));

        // A price that was cut off, until somebody says that it was looked at.
        Job? metered = null;
        var order = fleet.Order(Fleet.Start);
        order = order with { Terms = order.Terms with { Fares = order.Terms.Fares with { Pricing = PricingMode.Metered } } };
        foreach (var step in fleet.Life(order, fleet.Provider(), Fleet.Start).TakeWhile(_ => metered?.Status != JobStatus.InProgress))
        {
            var commit = fleet.Commit(metered, step(metered), Fleet.Start);
            Assert.Equal(CommitStatus.Committed, (await store.Commit(commit)).Status);
            metered = commit.After;
        }

        metered = await Done(metered!, new JobCommand.Complete(metered!.Assignment!.Provider, new Metres(400_000)));
        Assert.Equal([metered.Id], (await store.Reader.Attention(JobAttention.FareCapped, 10, default)).Select(job => job.Id));
        metered = await Done(metered, new JobCommand.AcknowledgeFareCap("u1", "looked at"));
        if (store.IsDurable)
        {
            store.Reopen();
        }

        Assert.Empty(await store.Reader.Attention(JobAttention.FareCapped, 10, default));
        Same.Job(metered, (await store.Jobs.Load(metered.Id, default))!);
        Assert.Equal(new FareCapSeen("u1", at, "looked at"), metered.CapSeen);

        async Task<Job> Owing(DateTimeOffset requested)
        {
            Job? job = null;
            var order = fleet.Order(requested);
            foreach (var step in fleet.Life(order, fleet.Provider(), requested).SkipLast(1))
            {
                var commit = fleet.Commit(job, step(job), requested);
                await store.Commit(commit);
                job = commit.After;
            }

            return await Done(job!, new JobCommand.PaymentFailed("card_expired"));
        }
    }
}
