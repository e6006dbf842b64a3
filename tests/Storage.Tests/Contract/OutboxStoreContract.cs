using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every outbox promises.</summary>
public abstract class OutboxStoreContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Due_RowsOfCommits_ComeAfterTheGraceOldestFirstAsTheyWereWritten()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (order, provider) = (fleet.Order(), fleet.Provider());
        var rows = ImmutableArray.CreateBuilder<OutboxRow>();
        Job? job = null;
        var at = Fleet.Start;
        foreach (var step in fleet.Life(order, provider, at))
        {
            var commit = fleet.Commit(job, step(job), at);
            rows.AddRange((await store.Commit(commit)).Outbox);
            job = commit.After;
            at += TimeSpan.FromSeconds(1);
        }

        Assert.Equal(rows.Select(row => row.Id).Order(), rows.Select(row => row.Id));
        Assert.Equal(3, rows.Select(row => row.Message.GetType()).Distinct().Count());
        Assert.Empty(await store.Due(Fleet.Start + OutboxRow.Grace - TimeSpan.FromTicks(1), 100));
        Assert.Equal([rows[0].Id], (await store.Due(Fleet.Start + OutboxRow.Grace, 100)).Select(row => row.Id));
        var due = await store.Due(at + OutboxRow.Grace, 100);
        Assert.Equal(rows.Count, due.Count);
        Assert.All(rows.Zip(due), pair => Same.Row(pair.First, pair.Second));
        Assert.Equal(rows.Take(3).Select(row => row.Id), (await store.Due(at + OutboxRow.Grace, 3)).Select(row => row.Id));
        Assert.Equal((rows.Count, 0L), await store.Outbox.Count(default));
    }

    [ContractFact]
    public async Task Due_OfALane_GivesItsOwnRowsHoweverManyOfTheOtherWaitBefore()
    {
        using var store = Open();
        var fleet = new Fleet(9);
        var asked = await Some(store, 3);
        var wallet = fleet.Order() with { PaymentMethod = JobOrder.Wallet };
        var paid = (await store.Commit(fleet.Commit(null, new JobCommand.Request(wallet), Fleet.Start))).Outbox;
        var matching = await store.Bring(fleet, JobStatus.Matching);
        var due = DateTimeOffset.MaxValue;
        Assert.Equal(asked.Take(2).Select(row => row.Id), (await store.Outbox.Due(OutboxLane.Gateway, due, 2, default)).Select(row => row.Id));
        Assert.Equal(paid[0].Id, Assert.Single(await store.Outbox.Due(OutboxLane.Own, due, 1, default)).Id);
        var own = await store.Outbox.Due(OutboxLane.Own, due, 100, default);
        Assert.Contains(own, row => row.Message is OutboxMessage.TellShard shard && shard.Job.Job == matching.Id.Value);
        Assert.DoesNotContain(own, row => row.Message is OutboxMessage.AskGateway { Request.Method: not JobOrder.Wallet });
        Assert.All(await store.Outbox.Due(OutboxLane.Gateway, due, 100, default), row => Assert.IsType<OutboxMessage.AskGateway>(row.Message));
    }

    [ContractFact]
    public async Task IsDue_OfARow_EndsWhenItIsTriedPutOffParkedOrClosed()
    {
        using var store = Open();
        var rows = await Some(store, 4);
        var now = rows[^1].DueAt;
        Assert.False(await store.Outbox.IsDue(rows[0].Id, 0, rows[0].DueAt - TimeSpan.FromTicks(1), default));
        Assert.True(await store.Outbox.IsDue(rows[0].Id, 0, rows[0].DueAt, default));
        await store.Done(store.Outbox.PutOff(rows[0].Id, 1, now + TimeSpan.FromTicks(1), "no answer", default));
        await store.Done(store.Outbox.Park(rows[1].Id, 1, "no answer", default));
        await store.Done(store.Outbox.Close([rows[2].Id], default));
        var due = await Task.WhenAll(rows.Select(row => store.Outbox.IsDue(row.Id, 0, now, default).AsTask()));
        Assert.Equal([false, false, false, true], due);

        // Due again, and tried since: not the row that was read.
        Assert.False(await store.Outbox.IsDue(rows[0].Id, 0, now + TimeSpan.FromTicks(1), default));
        Assert.True(await store.Outbox.IsDue(rows[0].Id, 1, now + TimeSpan.FromTicks(1), default));
        Assert.False(await store.Outbox.IsDue(999_999, 0, now, default));
    }

    [ContractFact]
    public async Task Close_Rows_RemovesThemAndTwiceIsHarmless()
    {
        using var store = Open();
        var rows = await Some(store, 3);
        await store.Done(store.Outbox.Close([rows[0].Id, rows[2].Id], default));
        await store.Done(store.Outbox.Close([rows[0].Id, 999_999], default));
        await store.Done(store.Outbox.Close([], default));
        Assert.Equal([rows[1].Id], (await store.Due(DateTimeOffset.MaxValue, 10)).Select(row => row.Id));
        Assert.Equal((1L, 0L), await store.Outbox.Count(default));
    }

    [ContractFact]
    public async Task Close_InTheCommitThatSettlesARow_IsAllOrNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var request = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        var asked = (await store.Commit(request)).Outbox[0].Id;
        var news = new JobCommand.PaymentAuthorised("pi_1", request.After.Order.Hold);
        var refused = fleet.Commit(request.After, news, Fleet.Start, asked);
        refused = refused with { ExpectedVersion = 5, After = refused.After with { Version = 5 + refused.Events.Length } };
        Assert.Equal(CommitStatus.VersionConflict, (await store.Done(store.Jobs.Commit(refused, default))).Status);
        Assert.Contains(await store.Due(DateTimeOffset.MaxValue, 10), row => row.Id == asked);
        await store.Commit(fleet.Commit(request.After, news, Fleet.Start, asked));
        Assert.DoesNotContain(await store.Due(DateTimeOffset.MaxValue, 10), row => row.Id == asked);
    }

    [ContractFact]
    public async Task Ids_OfRowsThatWereClosed_NeverComeAgain()
    {
        using var store = Open();
        var rows = await Some(store, 3);
        await store.Done(store.Outbox.Close([.. rows.Select(row => row.Id)], default));
        if (store.IsDurable)
        {
            store.Reopen();
        }

        var next = await Some(store, 1, seed: 9);
        Assert.True(next[0].Id > rows[^1].Id);
    }

    [ContractFact]
    public async Task PutOff_Row_ComesDueLaterWithItsAttempts()
    {
        using var store = Open();
        var rows = await Some(store, 2);
        var later = Fleet.Start + TimeSpan.FromMinutes(5);
        await store.Done(store.Outbox.PutOff(rows[0].Id, 3, later, new string('x', 5_000), default));
        Assert.Equal([rows[1].Id], (await store.Due(later - TimeSpan.FromTicks(1), 10)).Select(row => row.Id));
        var due = await store.Due(later, 10);
        Assert.Equal([rows[1].Id, rows[0].Id], due.Select(row => row.Id));
        Assert.Equal((3, later, rows[0].CreatedAt), (due[1].Attempts, due[1].DueAt, due[1].CreatedAt));
        await store.Done(store.Outbox.PutOff(999_999, 1, later, "gone", default));
    }

    [ContractFact]
    public async Task Park_Row_IsNotDueAnyMoreAndIsCounted()
    {
        using var store = Open();
        var rows = await Some(store, 3);
        await store.Done(store.Outbox.Park(rows[1].Id, 12, "the gateway refuses", default));
        Assert.Equal([rows[0].Id, rows[2].Id], (await store.Due(DateTimeOffset.MaxValue, 10)).Select(row => row.Id));
        Assert.Equal((2L, 1L), await store.Outbox.Count(default));
        await store.Done(store.Outbox.Close([rows[1].Id], default));
        Assert.Equal((2L, 0L), await store.Outbox.Count(default));
    }

    [ContractFact]
    public async Task Parked_Rows_AreListedWithTheirErrorAndCanBeTriedAgain()
    {
        using var store = Open();
        var rows = await Some(store, 4);
        await store.Done(store.Outbox.Park(rows[2].Id, 7, "the gateway\0 refuses \ud83d", default));
        await store.Done(store.Outbox.Park(rows[1].Id, 12, new string('x', 2_000), default));
        var parked = await store.Outbox.Parked(10, default);
        Assert.Equal([rows[1].Id, rows[2].Id], parked.Select(row => row.Row.Id));
        Assert.Equal([12, 7], parked.Select(row => row.Row.Attempts));
        Assert.Equal([new string('x', StorageTerms.ErrorLength), "the gateway\ufffd refuses \ufffd"], parked.Select(row => row.Error));
        Assert.Equal([rows[1].Id], (await store.Outbox.Parked(1, default)).Select(row => row.Row.Id));

        var at = Fleet.Start + TimeSpan.FromHours(1);
        Assert.True(await store.Done(store.Outbox.Unpark(rows[2].Id, at, default)));
        Assert.False(await store.Done(store.Outbox.Unpark(rows[2].Id, at, default)));
        Assert.False(await store.Done(store.Outbox.Unpark(rows[0].Id, at, default)));
        Assert.False(await store.Done(store.Outbox.Unpark(999_999, at, default)));
        Assert.DoesNotContain(await store.Due(at - TimeSpan.FromTicks(1), 10), row => row.Id == rows[2].Id);
        Assert.Equal(0, (await store.Due(at, 10)).Single(row => row.Id == rows[2].Id).Attempts);
        Assert.Equal((3L, 1L), await store.Outbox.Count(default));
    }

    private static async Task<List<OutboxRow>> Some(StoreUnderTest store, int count, int seed = 1)
    {
        var fleet = new Fleet(seed);
        var rows = new List<OutboxRow>();
        for (var i = 0; i < count; i++)
        {
            rows.AddRange((await store.Commit(fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start))).Outbox);
        }

        return rows;
    }
}
