using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every job store promises.</summary>
public abstract class JobStoreContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public void Histories_Random_AreReadBackAsTheyWereCommitted() =>
        Law.HoldsForChoices(120, choices => RunHistory(choices).GetAwaiter().GetResult(), cases: FullCount.Of(25, otherwise: 10));

    [ContractFact]
    public async Task Load_UnknownJob_IsNull()
    {
        using var store = Open();
        Assert.Null(await store.Jobs.Load(new JobId(new Fleet().NextId()), default));
    }

    [ContractFact]
    public async Task Commit_NewJob_CanBeLoadedAndGivesRowsAndSequences()
    {
        using var store = Open();
        var fleet = new Fleet();
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order(merchant: true)), Fleet.Start);
        var result = await store.Commit(commit);
        Same.Job(commit.After, await store.Jobs.Load(commit.After.Id, default));
        var row = Assert.Single(result.Outbox);
        Assert.Equal(commit.Outbox[0], row.Message);
        Assert.Equal((Fleet.Start, 0, Fleet.Start + OutboxRow.Grace), (row.CreatedAt, row.Attempts, row.DueAt));
        var pushed = Assert.Single(result.Streams);
        Assert.Equal((commit.Streams[0].Stream, 1L, 1L, Fleet.Start), (pushed.Stream, pushed.Epoch, pushed.Sequence, pushed.At));
        Assert.Same(commit.Streams[0].Message, pushed.Message);
        Assert.Null(result.SeenAnswer);
    }

    [ContractFact]
    public async Task Commit_OfAnOldVersion_IsAConflictAndWritesNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var first = fleet.Commit(job, fleet.Accept(job, fleet.Provider(), 0, Fleet.Start), Fleet.Start);
        var second = fleet.Commit(job, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Fleet.Start);
        await store.Commit(first);
        var (waiting, _) = await store.Outbox.Count(default);
        var result = await store.Done(store.Jobs.Commit(second, default));
        Assert.Equal(CommitStatus.VersionConflict, result.Status);
        Assert.Empty(result.Outbox);
        Assert.Empty(result.Streams);
        Same.Job(first.After, await store.Jobs.Load(job.Id, default));
        Assert.Null(await store.Jobs.FindAnswer(second.Answer!.Stamp.Id, default));
        Assert.Equal(waiting, (await store.Outbox.Count(default)).Waiting);
        Assert.Equal(first.After.Version, (await store.Reader.Timeline(job.Id, default))[^1].Version);
    }

    [ContractFact]
    public async Task Commit_OfAJobThatExists_AsNewIsAConflict()
    {
        using var store = Open();
        var fleet = new Fleet();
        var order = fleet.Order();
        await store.Commit(fleet.Commit(null, new JobCommand.Request(order), Fleet.Start));
        var again = await store.Done(store.Jobs.Commit(fleet.Commit(null, new JobCommand.Request(order), Fleet.Start), default));
        Assert.Equal(CommitStatus.VersionConflict, again.Status);
    }

    [ContractFact]
    public async Task Commit_OfAnUnknownJob_AsOldIsAConflict()
    {
        using var store = Open();
        var commit = new Fleet().Commit(Scenarios.MatchingJob(), new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Scenarios.Now);
        Assert.Equal(CommitStatus.VersionConflict, (await store.Done(store.Jobs.Commit(commit, default))).Status);
    }

    [ContractFact]
    public async Task Commits_AtOnceToOneJob_ExactlyOneWins()
    {
        using var store = Open();
        var fleet = new Fleet();
        for (var round = 0; round < 20; round++)
        {
            var job = await store.Bring(fleet, JobStatus.Matching);
            var commits = Enumerable.Range(0, 16).Select(_ => fleet.Commit(job, fleet.Accept(job, fleet.Provider(), 0, Fleet.Start), Fleet.Start)).ToList();
            var results = await store.CommitTogether(commits);
            var winner = Assert.Single(commits.Zip(results), pair => pair.Second.Status == CommitStatus.Committed).First;
            Assert.Equal(15, results.Count(result => result.Status == CommitStatus.VersionConflict));
            Same.Job(winner.After, await store.Jobs.Load(job.Id, default));
        }
    }

    [ContractFact]
    public async Task PlanSlot_Taken_RefusesAnotherJobAndWritesNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        var held = await store.Bring(fleet, JobStatus.Accepted, provider: provider);
        var other = await store.Bring(fleet, JobStatus.Matching);
        var refused = fleet.Commit(other, fleet.Accept(other, provider, 0, Fleet.Start), Fleet.Start);
        Assert.Equal(CommitStatus.PlanSlotTaken, (await store.Done(store.Jobs.Commit(refused, default))).Status);
        Same.Job(other, await store.Jobs.Load(other.Id, default));
        Assert.Null(await store.Jobs.FindAnswer(refused.Answer!.Stamp.Id, default));

        // Another slot of the same plan is free.
        await store.Commit(fleet.Commit(other, fleet.Accept(other, provider, 1, Fleet.Start), Fleet.Start));
        Assert.Equal([held.Id, other.Id], (await store.Jobs.ActiveOfProvider(provider, default)).Select(job => job.Id));
    }

    [ContractFact]
    public async Task PlanSlot_ReleasedByAnEnd_CanBeTakenAgain()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        await store.Bring(fleet, JobStatus.Completed, provider: provider);
        var next = await store.Bring(fleet, JobStatus.Accepted, provider: provider);
        Assert.Equal([next.Id], (await store.Jobs.ActiveOfProvider(provider, default)).Select(job => job.Id));
    }

    [ContractFact]
    public async Task PlanSlot_ReleasedByARedispatch_CanBeTakenAgain()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        var job = await store.Bring(fleet, JobStatus.Accepted, provider: provider);
        await store.Commit(fleet.Commit(job, new JobCommand.CancelByProvider(provider, CancelReason.ProviderUnable), Fleet.Start + TimeSpan.FromMinutes(1)));
        Assert.Empty(await store.Jobs.ActiveOfProvider(provider, default));
        await store.Bring(fleet, JobStatus.Accepted, provider: provider);
    }

    [ContractFact]
    public async Task PlanSlot_MovedByAReassignment_FreesTheOldAndTakesTheNewInOneCommit()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (from, to) = (fleet.Provider(), fleet.Provider());
        var job = await store.Bring(fleet, JobStatus.Accepted, provider: from);
        var busy = await store.Bring(fleet, JobStatus.Accepted, provider: to);
        Assert.Equal(CommitStatus.PlanSlotTaken, (await store.Done(store.Jobs.Commit(fleet.Commit(job, Move(0), Fleet.Start), default))).Status);
        Assert.Equal([job.Id], (await store.Jobs.ActiveOfProvider(from, default)).Select(active => active.Id));
        await store.Commit(fleet.Commit(job, Move(1), Fleet.Start));
        Assert.Empty(await store.Jobs.ActiveOfProvider(from, default));
        Assert.Equal([busy.Id, job.Id], (await store.Jobs.ActiveOfProvider(to, default)).Select(active => active.Id));

        JobCommand Move(int slot) => new JobCommand.Reassign(from, to, new VehicleId(fleet.NextId()), new OfferId(fleet.NextId()), slot, Fleet.Start);
    }

    [ContractFact]
    public async Task PlanSlot_ClaimedAtOnceByManyJobs_GoesToOne()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        var commits = new List<JobCommit>();
        for (var i = 0; i < 12; i++)
        {
            var job = await store.Bring(fleet, JobStatus.Matching);
            commits.Add(fleet.Commit(job, fleet.Accept(job, provider, 0, Fleet.Start), Fleet.Start));
        }

        var results = await store.CommitTogether(commits);
        Assert.Single(results, result => result.Status == CommitStatus.Committed);
        Assert.Equal(11, results.Count(result => result.Status == CommitStatus.PlanSlotTaken));
        Assert.Single(await store.Jobs.ActiveOfProvider(provider, default));
    }

    [ContractFact]
    public async Task Command_Repeated_GivesTheStoredAnswerAlsoWhenTheJobHasMovedOn()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var accept = fleet.Commit(job, fleet.Accept(job, fleet.Provider(), 0, Fleet.Start), Fleet.Start);
        await store.Commit(accept);
        await store.Commit(fleet.Commit(accept.After, new JobCommand.Depart(accept.After.Assignment!.Provider), Fleet.Start));

        // The version is old by now; that the command was answered is looked at first.
        var again = await store.Done(store.Jobs.Commit(accept, default));
        Assert.Equal(CommitStatus.CommandSeen, again.Status);
        Same.Answer(accept.Answer!, again.SeenAnswer);
        Assert.Empty(again.Outbox);
        Same.Answer(accept.Answer!, await store.Jobs.FindAnswer(accept.Answer!.Stamp.Id, default));
    }

    [ContractFact]
    public async Task Command_RepeatedAtOnce_IsCarriedOutOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var accept = fleet.Commit(job, fleet.Accept(job, fleet.Provider(), 0, Fleet.Start), Fleet.Start);
        var results = await store.CommitTogether(Enumerable.Repeat(accept, 8));
        Assert.Single(results, result => result.Status == CommitStatus.Committed);
        Assert.All(results.Where(result => result.Status != CommitStatus.Committed), result =>
        {
            Assert.Equal(CommitStatus.CommandSeen, result.Status);
            Same.Answer(accept.Answer!, result.SeenAnswer);
        });
    }

    [ContractFact]
    public async Task Answer_WithAnotherBody_KeepsTheHashOfTheFirst()
    {
        using var store = Open();
        var fleet = new Fleet();
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        await store.Commit(commit);
        var other = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        other = other with { Answer = other.Answer! with { Stamp = new CommandStamp(commit.Answer!.Stamp.Id, "another") } };
        var result = await store.Done(store.Jobs.Commit(other, default));
        Assert.Equal(CommitStatus.CommandSeen, result.Status);
        Assert.Equal(commit.Answer.Stamp, result.SeenAnswer!.Stamp);
        Assert.Null(await store.Jobs.Load(other.After.Id, default));
    }

    [ContractFact]
    public async Task Answer_Alone_IsStoredWithoutAVersionAndOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var answer = new StoredAnswer(CommandStamp.Of(fleet.NextId()), JobReply.Reject(Rejection.TooEarly, JobViews.Of(job, Fleet.Start), "soon"), Fleet.Start);
        var alone = new JobCommit(job, job.Version + 7, [], Fleet.Shard, answer, [], [], [], [], [], Fleet.Start);
        await store.Commit(alone);
        Same.Answer(answer, await store.Jobs.FindAnswer(answer.Stamp.Id, default));
        Same.Job(job, await store.Jobs.Load(job.Id, default));
        var again = await store.Done(store.Jobs.Commit(alone, default));
        Assert.Equal(CommitStatus.CommandSeen, again.Status);
        Same.Answer(answer, again.SeenAnswer);
    }

    [ContractFact]
    public async Task Answer_WithoutAViewOrAHash_IsReadBack()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var answer = new StoredAnswer(CommandStamp.Of(fleet.NextId()), JobReply.Reject(Rejection.JobUnknown), Fleet.Start);
        await store.Commit(new JobCommit(job, job.Version, [], Fleet.Shard, answer, [], [], [], [], [], Fleet.Start));
        Same.Answer(answer, await store.Jobs.FindAnswer(answer.Stamp.Id, default));
    }

    [ContractFact]
    public async Task Answer_After24Hours_IsForgottenAndTheCommandCountsAnew()
    {
        using var store = Open();
        var fleet = new Fleet();
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        await store.Commit(commit);
        store.Clock.Advance(StorageTerms.AnswersKept);
        Assert.NotNull(await store.Jobs.FindAnswer(commit.Answer!.Stamp.Id, default));
        store.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await store.Jobs.FindAnswer(commit.Answer.Stamp.Id, default));
        var late = store.Clock.GetUtcNow();
        var again = fleet.Commit(null, new JobCommand.Request(fleet.Order(late)), late);
        again = again with { Answer = again.Answer! with { Stamp = commit.Answer.Stamp } };
        await store.Commit(again);
        Same.Answer(again.Answer!, await store.Jobs.FindAnswer(commit.Answer.Stamp.Id, default));
    }

    [ContractFact]
    public async Task Commit_WithALedgerKeyThatExists_FailsWholeAndTheOthersOfItsGroupStand()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        var job = await store.Bring(fleet, JobStatus.InProgress, provider: provider);
        var sound = fleet.Commit(job, new JobCommand.Complete(provider, null), Fleet.Start + TimeSpan.FromMinutes(9));
        var group = Enumerable.Range(0, 6).Select(_ => fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start)).ToList();

        // It has written its answer, its job and its events when it fails.
        group.Insert(3, sound with { Transfers = sound.Transfers.Add(sound.Transfers[0] with { Amount = Fleet.Usd(1) }) });
        var writes = group.ConvertAll(commit => store.Jobs.Commit(commit, default).AsTask());
        store.Flush();
        await Assert.ThrowsAsync<StoreFaultException>(() => writes[3]);
        for (var i = 0; i < group.Count; i++)
        {
            if (i != 3)
            {
                Assert.Equal(CommitStatus.Committed, (await writes[i]).Status);
                Same.Job(group[i].After, await store.Jobs.Load(group[i].After.Id, default));
            }
        }

        Same.Job(job, await store.Jobs.Load(job.Id, default));
        Assert.Empty(await store.Ledger.OfJob(job.Id, default));
        Assert.Null(await store.Jobs.FindAnswer(sound.Answer!.Stamp.Id, default));
        Assert.Equal(job.Version, (await store.Reader.Timeline(job.Id, default))[^1].Version);

        // Sequences and the command are as if it had never been.
        var result = await store.Commit(sound);
        Assert.Equal([7L, 5L], result.Streams.Select(pushed => pushed.Sequence));
    }

    [ContractFact]
    public async Task Commit_WithAnAmountOfNothing_FailsWhole()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        var job = await store.Bring(fleet, JobStatus.InProgress, provider: provider);
        var commit = fleet.Commit(job, new JobCommand.Complete(provider, null), Fleet.Start + TimeSpan.FromMinutes(9));
        commit = commit with { Transfers = commit.Transfers.Add(commit.Transfers[0] with { Key = "nothing", Amount = Fleet.Usd(0) }) };
        await Assert.ThrowsAsync<StoreFaultException>(() => store.Done(store.Jobs.Commit(commit, default)));
        Same.Job(job, await store.Jobs.Load(job.Id, default));
        Assert.Empty(await store.Ledger.OfJob(job.Id, default));
    }

    [ContractFact]
    public async Task Commit_WithACountOfEventsThatDoesNotFit_IsRefusedAsTheCallersError()
    {
        using var store = Open();
        var fleet = new Fleet();
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.Jobs.Commit(commit with { ExpectedVersion = 1 }, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.Jobs.Commit(commit with { Events = [] }, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.Jobs.Commit(commit with { Events = [], Outbox = [], Streams = [], Answer = null }, default));
        Assert.Null(await store.Jobs.Load(commit.After.Id, default));
    }

    [ContractFact]
    public async Task Commit_Canceled_DoesNotBegin()
    {
        using var store = Open();
        var fleet = new Fleet();
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.Jobs.Commit(commit, new CancellationToken(canceled: true)));
        Assert.Null(await store.Jobs.Load(commit.After.Id, default));
    }

    [ContractFact]
    public async Task Streams_AppendedAtOnce_HaveContiguousSequences()
    {
        using var store = Open();
        var fleet = new Fleet();
        var stream = StreamNames.Provider(fleet.NextId());
        var commits = new List<JobCommit>();
        for (var i = 0; i < 60; i++)
        {
            var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
            var append = new StreamAppend(stream, commit.Streams[0].Message);
            commits.Add(commit with { Streams = i % 3 == 0 ? [append, commit.Streams[0], append] : [append] });
        }

        var events = (await store.CommitTogether(commits)).SelectMany(result => result.Streams).ToList();
        Assert.Equal(Enumerable.Range(1, 80).Select(i => (long)i), events.Where(pushed => pushed.Stream == stream).Select(pushed => pushed.Sequence).Order());
        Assert.All(events.Where(pushed => pushed.Stream != stream), pushed => Assert.Equal(1, pushed.Sequence));
    }

    [ContractFact]
    public async Task Due_Deadlines_ComeEarliestFirstOfTheirShardAlone()
    {
        using var store = Open();
        var fleet = new Fleet();
        var late = fleet.Commit(null, new JobCommand.Request(fleet.Order(Fleet.Start + TimeSpan.FromMinutes(2))), Fleet.Start + TimeSpan.FromMinutes(2));
        var early = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        var elsewhere = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start) with { Shard = "paris:ride" };
        foreach (var commit in new[] { late, early, elsewhere })
        {
            await store.Commit(commit);
        }

        var limit = early.After.Order.Terms.AuthorisationLimit;
        Assert.Empty(await store.Jobs.Due(Fleet.Shard, Fleet.Start + limit - TimeSpan.FromTicks(1), 10, default));
        Assert.Equal([early.After.Id], (await store.Jobs.Due(Fleet.Shard, Fleet.Start + limit, 10, default)).ToArray());
        Assert.Equal([early.After.Id, late.After.Id], (await store.Jobs.Due(Fleet.Shard, Fleet.Start + TimeSpan.FromHours(1), 10, default)).ToArray());
        Assert.Equal([early.After.Id], (await store.Jobs.Due(Fleet.Shard, Fleet.Start + TimeSpan.FromHours(1), 1, default)).ToArray());

        // A job at its end has no deadline.
        await store.Commit(fleet.Commit(early.After, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Fleet.Start));
        Assert.Equal([late.After.Id], (await store.Jobs.Due(Fleet.Shard, Fleet.Start + TimeSpan.FromHours(1), 10, default)).ToArray());
    }

    [ContractFact]
    public async Task LiveInShard_JobsOfEveryState_GivesTheOpenAndTheActiveInOrderOfId()
    {
        using var store = Open();
        var fleet = new Fleet();
        var live = new List<Job>();
        foreach (var status in new[] { JobStatus.Scheduled, JobStatus.Matching, JobStatus.Accepted, JobStatus.EnRouteToPickup, JobStatus.ArrivedAtPickup, JobStatus.InProgress, JobStatus.Completed })
        {
            var job = await store.Bring(fleet, status);
            if (status is not (JobStatus.Scheduled or JobStatus.Completed))
            {
                live.Add(job);
            }
        }

        var elsewhere = await store.Bring(fleet, JobStatus.Matching);
        await store.Commit(fleet.Commit(elsewhere, fleet.Accept(elsewhere, fleet.Provider(), 0, Fleet.Start), Fleet.Start) with { Shard = "paris:ride" });
        var found = await store.Jobs.LiveInShard(Fleet.Shard, default);
        Assert.Equal(live.Select(job => job.Id).Order(), found.Select(job => job.Id));
        Assert.All(found, job => Same.Job(live.Single(of => of.Id == job.Id), job));
        Assert.Equal([elsewhere.Id], (await store.Jobs.LiveInShard("paris:ride", default)).Select(job => job.Id));
    }

    [ContractFact]
    public async Task Instants_OfAnyTick_ComeBackWithoutLoss()
    {
        using var store = Open();
        var fleet = new Fleet();
        var odd = Fleet.Start + TimeSpan.FromTicks(1_234_567);
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order(odd)), odd);
        await store.Commit(commit);
        Same.Job(commit.After, await store.Jobs.Load(commit.After.Id, default));
        Assert.Equal(odd, (await store.Jobs.FindAnswer(commit.Answer!.Stamp.Id, default))!.At);
        Assert.Equal(odd, (await store.Due(odd + OutboxRow.Grace, 1))[0].CreatedAt);
        Assert.Equal(odd, await store.Reader.LastCommitAt(default));
    }

    [ContractFact]
    public async Task Store_ClosedAndOpenedAgain_HasAllThatWasAcknowledged()
    {
        using var store = Open();
        if (!store.IsDurable)
        {
            return;
        }

        var fleet = new Fleet();
        var provider = fleet.Provider();
        var job = await store.Bring(fleet, JobStatus.Accepted, provider: provider);
        var before = await store.Due(DateTimeOffset.MaxValue, 100);
        store.Reopen();
        Same.Job(job, await store.Jobs.Load(job.Id, default));
        Assert.Equal([job.Id], (await store.Jobs.ActiveOfProvider(provider, default)).Select(active => active.Id));
        var after = await store.Due(DateTimeOffset.MaxValue, 100);
        Assert.Equal(before.Count, after.Count);
        Assert.All(before.Zip(after), pair => Same.Row(pair.First, pair.Second));
        Assert.Equal(Fleet.Start + TimeSpan.FromSeconds(40), await store.Reader.LastCommitAt(default));

        // Sequences and outbox ids go on where they were.
        var next = await store.Commit(fleet.Commit(job, new JobCommand.Depart(provider), Fleet.Start + TimeSpan.FromMinutes(1)));
        Assert.Equal([4L, 2L], next.Streams.Select(pushed => pushed.Sequence));
        Assert.True(next.Outbox[0].Id > before[^1].Id);
    }

    private async Task RunHistory(Choices choices)
    {
        using var store = Open();
        var fleet = new Fleet(choices.Next(1_000));
        ProviderId[] providers = [fleet.Provider(), fleet.Provider(), fleet.Provider()];
        var jobs = new List<(Job Job, List<JobEvent> Events)>();
        var at = Fleet.Start;
        var transfers = 0L;
        while (!choices.Over)
        {
            at += TimeSpan.FromSeconds(choices.Next(90));
            var which = jobs.Count == 0 || choices.Next(8) == 0 ? -1 : choices.Next(jobs.Count);
            var job = which < 0 ? null : jobs[which].Job;
            var command = job is null ? new JobCommand.Request(fleet.Order(at, free: choices.Next(5) == 0)) : Next(fleet, choices, job, providers, at);
            if (fleet.TryCommit(job, command, at) is not { } commit)
            {
                continue;
            }

            var result = await store.Done(store.Jobs.Commit(commit, default));
            if (result.Status == CommitStatus.PlanSlotTaken)
            {
                Assert.Contains(jobs, other => other.Job.Id != commit.After.Id && other.Job.Status.HasProvider()
                    && other.Job.Assignment!.Provider == commit.After.Assignment!.Provider && other.Job.Assignment.PlanSlot == commit.After.Assignment.PlanSlot);
                continue;
            }

            Assert.Equal(CommitStatus.Committed, result.Status);
            transfers += commit.Transfers.Length;
            if (which < 0)
            {
                jobs.Add((commit.After, [.. commit.Events]));
            }
            else
            {
                jobs[which].Events.AddRange(commit.Events);
                jobs[which] = (commit.After, jobs[which].Events);
            }
        }

        foreach (var (job, events) in jobs)
        {
            Same.Job(job, await store.Jobs.Load(job.Id, default));
            var timeline = await store.Reader.Timeline(job.Id, default);
            Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), timeline.Select(entry => entry.Version));
            Assert.Equal(events.Select(Same.Event), timeline.Select(entry => Same.Event(entry.Event)));
            Same.Job(job, JobEvents.Replay(job.Order, timeline.Select(entry => entry.Event)));
        }

        Assert.Equal(
            jobs.Where(of => of.Job.Status.HasProvider() || of.Job.Status == JobStatus.Matching).Select(of => of.Job.Id).Order(),
            (await store.Jobs.LiveInShard(Fleet.Shard, default)).Select(job => job.Id));
        var check = await store.Ledger.Verify(default);
        Assert.Null(check.FirstFault);
        Assert.Equal((jobs.Count, transfers, 0L), ((int)check.Jobs, check.Transfers, check.ImbalanceMinorUnits));
        Assert.Equal(jobs.Sum(of => of.Job.Payment.Captured.MinorUnits), check.CapturedMinorUnits);
    }

    private static JobCommand Next(Fleet fleet, Choices choices, Job job, ProviderId[] providers, DateTimeOffset at)
    {
        var bound = job.Assignment?.Provider ?? providers[choices.Next(providers.Length)];
        return choices.Next(14) switch
        {
            0 or 1 => new JobCommand.PaymentAuthorised($"pi_{job.Id}", job.Order.Hold),
            2 or 3 => fleet.Accept(job, providers[choices.Next(providers.Length)], choices.Next(2), at),
            4 => new JobCommand.Depart(bound),
            5 => new JobCommand.Arrive(bound),
            6 => new JobCommand.Start(bound, null),
            7 => new JobCommand.Complete(bound, null),
            8 => job.FinalFare is { } fare ? new JobCommand.PaymentCaptured(fare.Total) : new JobCommand.Arrive(bound),
            9 => choices.Next(3) == 0 ? new JobCommand.CancelByCustomer(CancelReason.ChangedMind) : new JobCommand.Wake(),
            10 => new JobCommand.CancelByProvider(bound, CancelReason.ProviderUnable),
            11 => job.Status.IsEnd() ? new JobCommand.PaymentReleased() : new JobCommand.Depart(bound),
            12 => new JobCommand.Reassign(bound, providers[choices.Next(providers.Length)], new VehicleId(fleet.NextId()), new OfferId(fleet.NextId()), choices.Next(2), at),
            _ => choices.Next(6) == 0 ? new JobCommand.PaymentDeclined("card_declined") : new JobCommand.ReportNoShow(bound),
        };
    }
}
