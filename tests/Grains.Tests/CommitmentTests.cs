using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Booked jobs that are accepted ahead of time and kept: through the real shard, providers and jobs. Every crossing takes 20 s to the next; the margin is 5 minutes.</summary>
public sealed class CommitmentTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private GrainHost Host => silo.Host;

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("reassign")]
    public async Task Booked_AcceptedAhead_IsKeptWhileOtherJobsAreDoneAndItsProviderIsSentInTime(string policy)
    {
        var market = await Host.Market(Terms(), policy);
        var provider = await market.Provider(2, 2);
        var at = Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(30);
        var booked = await market.Request(2, 2, pickUpAt: at);
        var reply = await Accept(provider, 2, 2, booked);
        Assert.True(reply.Done, $"{reply.Rejection}");
        Assert.Equal((at, at), (reply.View!.PickUpDue!.Value, reply.View.BookedFor!.Value));
        var view = (await provider.Grain.Get(default))!;
        Assert.Equal((ProviderState.Available, 0, booked.Id), (view.State, view.Jobs.Length, Assert.Single(view.Commitments!.Value).Job));

        // There is time for a ride of some five minutes and the way back.
        var ride = await market.Request(2, 3);
        Assert.True((await Accept(provider, 2, 2, ride)).Done);
        Assert.Equal((ride.Id, booked.Id), (Assert.Single((await provider.Grain.Get(default))!.Jobs), Assert.Single((await provider.Grain.Get(default))!.Commitments!.Value).Job));
        Assert.NotEqual((await ride.View()).PlanSlot, (await booked.View()).PlanSlot);
        foreach (var step in new[] { JobStep.Arrive, JobStep.Start, JobStep.Complete })
        {
            Assert.True((await provider.Step(ride, step)).Done);
        }

        // Less than fifteen minutes before there is none: five for the ride, five back, and the margin.
        await Pass(provider, 9, 9, at - TimeSpan.FromSeconds(880));
        var tooLong = await market.Request(9, 1);
        await Until(provider, 9, 9, async () => await market.Shard.Matches(tooLong.Id, 10, default) is { IsEmpty: false }, "a round about the ride", TimeSpan.FromSeconds(1));
        var round = (await market.Shard.Matches(tooLong.Id, 1, default))[0];
        Assert.Equal((MatchReason.AllCommitted, 1, (Guid?)null), (round.Reason!.Value, round.WouldMissCommitment, round.Chosen));
        Assert.Equal((tooLong.Id, PassedByReason.WouldMissCommitment), Assert.Single((await market.Shard.PassedBy(provider.Id, null, 10, default)).Select(one => (one.Job, one.Reason))));
        Assert.DoesNotContain(provider.Offers, offer => offer.Job.Job == tooLong.Id);
        Assert.Empty(Sent(provider, booked));

        // From where it stands the way takes 280 s: it is sent the margin before that, or, on a slow machine, within it.
        await Until(provider, 9, 9, () => Sent(provider, booked).Count > 0, "the provider to be sent", Step);
        Assert.InRange(at - Host.Clock.GetUtcNow(), TimeSpan.FromSeconds(280), TimeSpan.FromSeconds(280 + 300));
        view = (await provider.Grain.Get(default))!;
        Assert.Equal((ProviderState.Reserved, booked.Id), (view.State, Assert.Single(view.Jobs)));
        Assert.Null(view.Commitments);
        foreach (var step in new[] { JobStep.Depart, JobStep.Arrive, JobStep.Start, JobStep.Complete })
        {
            Assert.True((await provider.Step(booked, step)).Done);
        }

        Assert.Equal(JobState.Completed, (await booked.View()).State);
        await GrainHost.Now(async () => (await provider.Grain.Get(default))!.State == ProviderState.Available, "the provider to be free");
    }

    [PostgresFact]
    public Task Booked_OnPostgresAcceptedAhead_IsKeptWhileOtherJobsAreDoneAndItsProviderIsSentInTime() =>
        silo.OnPostgres(() => Booked_AcceptedAhead_IsKeptWhileOtherJobsAreDoneAndItsProviderIsSentInTime("batched"));

    [Fact]
    public async Task Booked_ItsProviderSetsOffByItself_IsItsPlan()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(2, 2);
        var booked = await market.Request(3, 2, pickUpAt: Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(30));
        Assert.True((await Accept(provider, 2, 2, booked)).Done);
        Assert.True((await provider.Step(booked, JobStep.Depart)).Done);
        var view = (await provider.Grain.Get(default))!;
        Assert.Equal((ProviderState.Reserved, booked.Id, true), (view.State, Assert.Single(view.Jobs), view.Commitments is null));
        await GrainHost.Now(async () => (await market.Shard.GetStats(default)).AvailableProviders == 0, "the shard to know that it is busy");
        Assert.Empty(Sent(provider, booked));
    }

    [Fact]
    public async Task Booked_ItsProviderEndsItsShift_IsOfferedOn()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(2, 2);
        var booked = await market.Request(2, 2, pickUpAt: Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(30));
        Assert.True((await Accept(provider, 2, 2, booked)).Done);
        Assert.True((await provider.EndShift()).Done);
        var view = await booked.View();
        Assert.Equal((JobState.Matching, (Guid?)null, 2), (view.State, view.Provider, view.Attempt));
        var other = await market.Provider(6, 6);
        Assert.True((await Accept(other, 6, 6, booked)).Done);
    }

    [Fact]
    public async Task Booked_ItsProviderFallsSilent_IsOfferedOn()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(2, 2);
        var booked = await market.Request(2, 2, pickUpAt: Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(30));
        Assert.True((await Accept(provider, 2, 2, booked)).Done);
        await booked.In(JobState.Matching);
        Assert.Null((await provider.Grain.Get(default))!.Commitments);
    }

    [Fact]
    public async Task Booked_TheJobBeforeRunsLate_IsOfferedOnWhileAnotherCanStillBeThere()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(2, 2);
        var at = Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(20);
        var booked = await market.Request(2, 2, pickUpAt: at);
        Assert.True((await Accept(provider, 2, 2, booked)).Done);
        var ride = await market.Request(2, 3);
        Assert.True((await Accept(provider, 2, 2, ride)).Done);
        Assert.True((await provider.Step(ride, JobStep.Arrive)).Done);

        // The customer is long in coming. With five minutes to go and as many back, it would be late from ten minutes before.
        await Until(provider, 2, 3, () => Opened(booked), "the booked job to be offered on", Step);
        Assert.InRange(at - Host.Clock.GetUtcNow(), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(10));
        Assert.Equal([ride.Id], (await provider.Grain.Get(default))!.Jobs.ToArray());
        var other = await market.Provider(6, 6);
        Assert.True((await Accept(other, 6, 6, booked)).Done);
        Assert.Equal(other.Id, (await booked.View()).Provider);
    }

    [Fact]
    public async Task Booked_TakenOnWhenItsTimeIsOver_IsOfferedOnOnlyWhenTheMarginIsUsedUp()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(8, 9);
        var ride = await market.Request(8, 9);
        Assert.True((await Accept(provider, 8, 9, ride)).Done);
        Assert.True((await provider.Step(ride, JobStep.Arrive)).Done);
        var at = Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(2);
        var booked = await market.Request(9, 8, pickUpAt: at);
        await GrainHost.Now(async () => (await booked.View()).State == JobState.Matching, "the booked job to be open");
        await Pass(provider, 8, 9, at + TimeSpan.FromMinutes(1));
        var due = Host.Clock.GetUtcNow();
        var reply = await provider.Grain.Assign(new AssignJob(Host.Stamp(), booked.Id, provider.Id, Guid.Empty, 0, null), default);
        Assert.Equal((true, due), (reply.Done, reply.View!.PickUpDue!.Value));

        // The ride that it still waits for and the way take 40 s: the shard reckons it late at once, and too late 260 s on.
        await Until(provider, 8, 9, () => Opened(booked), "the booked job to be offered on", Step);
        Assert.InRange(Host.Clock.GetUtcNow() - due, TimeSpan.FromSeconds(250), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Offer_PromisedSomethingTheShardDoesNotKnow_IsRefusedByName()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(2, 2);
        var booked = await market.Request(2, 2, pickUpAt: Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(30));
        Assert.True((await Accept(provider, 2, 2, booked)).Done);
        var other = await market.Request(0, 0);
        await Offered(provider, 2, 2, other);
        Assert.True((await provider.Answer(provider.Offers[^1], accept: false)).Done);
        var view = await other.View();
        var now = Host.Clock.GetUtcNow();
        var refused = await provider.Grain.Offer(new MakeOffer(Host.NewId(), view, now + TimeSpan.FromSeconds(15), now), default);
        Assert.Equal(Rejection.WouldMissCommitment, refused.Rejection);
        Assert.Null((await provider.Grain.Offer(new MakeOffer(Host.NewId(), view, now + TimeSpan.FromSeconds(15), now, [booked.Id]), default)).Rejection);
    }

    [Fact]
    public async Task Accept_PromisedSomethingSinceTheOffer_IsRefusedByName()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(2, 2);
        var ride = await market.Request(2, 3);
        var offer = await Offered(provider, 2, 2, ride);
        var booked = await market.Request(8, 8, pickUpAt: Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(30));
        await GrainHost.Now(async () => (await booked.View()).State == JobState.Matching, "the booked job to be open");
        Assert.True((await provider.Grain.Assign(new AssignJob(Host.Stamp(), booked.Id, provider.Id, Guid.Empty, 0, null), default)).Done);
        Assert.Equal(Rejection.WouldMissCommitment, (await provider.Answer(offer, accept: true)).Rejection);

        // The shard has heard of it and finds that there is time for both.
        await Until(provider, 2, 2, () => provider.Offers[^1].Offer != offer.Offer, "another offer", TimeSpan.FromSeconds(1));
        var reply = await provider.Answer(provider.Offers[^1], accept: true);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Assign_Booked_IsDueAtItsTimeOrAtOnce(int minutesLater)
    {
        var market = await Host.Market(Terms());
        var at = Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(5);
        var booked = await market.Request(2, 2, pickUpAt: at);
        await GrainHost.Now(async () => (await booked.View()).State == JobState.Matching, "the booked job to be open");
        Host.Clock.Advance(TimeSpan.FromMinutes(minutesLater));
        var provider = await market.Provider(2, 2);
        var reply = await provider.Grain.Assign(new AssignJob(Host.Stamp(), booked.Id, provider.Id, Guid.Empty, 0, null), default);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
        Assert.Equal(minutesLater == 0 ? at : at + TimeSpan.FromMinutes(5), reply.View!.PickUpDue);
    }

    [Fact]
    public async Task Restart_ACommitment_IsKept()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(2, 2);
        var at = Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(15);
        var booked = await market.Request(2, 2, pickUpAt: at);
        Assert.True((await Accept(provider, 2, 2, booked)).Done);
        await silo.Restart();
        var again = await Host.Again(market);
        var same = new TestProvider(again, provider.Id);
        Assert.Equal(booked.Id, Assert.Single((await same.Grain.Get(default))!.Commitments!.Value).Job);
        await Until(same, 2, 2, () => Sent(same, booked).Count > 0, "the provider to be sent after the restart", Step);
        Assert.InRange(at - Host.Clock.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromSeconds(300));
    }

    [Fact]
    public async Task Booked_LostBySilence_IsHeldAgainstItsProviderNoMore()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(2, 2);
        var at = Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(30);
        var booked = await market.Request(2, 2, pickUpAt: at);
        Assert.True((await Accept(provider, 2, 2, booked)).Done);
        await booked.In(JobState.Matching);
        await IsOfferedWhatWouldMiss(market, provider, at);
    }

    [Fact]
    public async Task Booked_CanceledWhileItsProviderIsNotInMemory_IsHeldAgainstItNoMore()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(2, 2);
        var at = Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(50);
        var booked = await market.Request(2, 2, pickUpAt: at);
        Assert.True((await Accept(provider, 2, 2, booked)).Done);

        // It reports to the shard alone: after a quarter of an hour its grain is put away.
        await Pass(provider, 2, 2, at - TimeSpan.FromMinutes(25));
        Assert.True((await booked.CancelByCustomer()).Done);
        await IsOfferedWhatWouldMiss(market, provider, at);
    }

    [Fact]
    public async Task Told_ItsTimeHasPassed_TheProviderIsAskedAgain()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(9, 9);
        var due = Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(5);
        var gone = new ProviderCommitment(Host.NewId(), [TestMarket.Wire(9, 9), TestMarket.Wire(9, 8)], due, null);
        await market.Shard.HearOfProvider((await provider.Grain.Get(default))! with { Commitments = [gone] });
        var ride = await market.Request(9, 1);
        await Until(provider, 9, 9, async () => await market.Shard.Matches(ride.Id, 10, default) is { IsEmpty: false }, "a round about the ride", TimeSpan.FromSeconds(1));
        Assert.Equal(MatchReason.AllCommitted, (await market.Shard.Matches(ride.Id, 1, default))[0].Reason);
        await Until(provider, 9, 9, () => provider.Offers.Any(offer => offer.Job.Job == ride.Id), "an offer once the time is over", Step);
        Assert.True(Host.Clock.GetUtcNow() >= due);
    }

    [Fact]
    public async Task Restart_AnOfferOfWhichNobodyKnowsWhatItKeeps_LapsesAndDoesNotComeAgain()
    {
        var market = await Host.Market(Terms());
        var provider = await market.Provider(2, 2);
        var booked = await market.Request(2, 2, pickUpAt: Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(30));
        Assert.True((await Accept(provider, 2, 2, booked)).Done);
        var ride = await market.Request(2, 3);
        await Offered(provider, 2, 2, ride);
        await silo.Restart();
        var again = await Host.Again(market);
        var same = new TestProvider(again, provider.Id);
        await same.Report(2, 2);
        await again.Shard.HearOfProvider((await same.Grain.Get(default))!);
        var other = await again.Provider(6, 6);
        Assert.True((await Accept(other, 6, 6, new TestJob(again, ride.Command))).Done);
        Assert.DoesNotContain(same.Offers, offer => offer.Job.Job == ride.Id);
    }

    private static JobTerms Terms() => Scenarios.Terms(scheduleLead: TimeSpan.FromHours(1));

    private List<StreamEvent> Sent(TestProvider provider, TestJob job) =>
        [.. Host.Events.Where(happened => happened.Stream == StreamNames.Provider(provider.Id) && happened.Message is PushMessage.SetOff off && off.Job.Job == job.Id)];

    private bool Opened(TestJob job) => Host.Events.Any(happened => happened.Message is PushMessage.JobChanged { Event: "redispatched" } changed && changed.Job.Job == job.Id);

    /// <summary>The provider is offered a job and takes it; it reports all the while, so that it is never silent however slow the machine is.</summary>
    private async Task<JobReply> Accept(TestProvider provider, int x, int y, TestJob job) => await provider.Answer(await Offered(provider, x, y, job), accept: true);

    private async Task<PushMessage.OfferMade> Offered(TestProvider provider, int x, int y, TestJob job)
    {
        await Until(provider, x, y, () => provider.Offers.Any(offer => offer.Job.Job == job.Id), $"an offer of job {job.Id:N}", TimeSpan.FromSeconds(1));
        return provider.Offers.Last(offer => offer.Job.Job == job.Id);
    }

    /// <summary>A ride that a provider with a promise at (2, 2) could not be done with in time is offered to it before that time.</summary>
    private async Task IsOfferedWhatWouldMiss(TestMarket market, TestProvider provider, DateTimeOffset at)
    {
        await Pass(provider, 9, 9, at - TimeSpan.FromSeconds(880));
        var ride = await market.Request(9, 1);
        Assert.True((await Accept(provider, 9, 9, ride)).Done);
        Assert.True(Host.Clock.GetUtcNow() < at);
    }

    /// <summary>Time passes while the provider stands at a crossing and says so.</summary>
    private async Task Pass(TestProvider provider, int x, int y, DateTimeOffset until)
    {
        while (Host.Clock.GetUtcNow() < until)
        {
            await provider.Report(x, y);
            await Task.Delay(20);
            Host.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        await provider.Report(x, y);
    }

    private Task Until(TestProvider provider, int x, int y, Func<bool> condition, string what, TimeSpan step) => Until(provider, x, y, () => Task.FromResult(condition()), what, step);

    private async Task Until(TestProvider provider, int x, int y, Func<Task<bool>> condition, string what, TimeSpan step)
    {
        for (var i = 0; i < 400; i++)
        {
            await provider.Report(x, y);
            for (var wait = 0; wait < 10; wait++)
            {
                if (await condition())
                {
                    return;
                }

                await Task.Delay(5);
            }

            Host.Clock.Advance(step);
        }

        Assert.Fail($"Waited for: {what}.");
    }
}
