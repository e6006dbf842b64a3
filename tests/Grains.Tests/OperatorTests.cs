using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Grains.Tests.Harness;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>What operators do: give jobs to providers, take them away, and find providers.</summary>
public sealed class OperatorTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private GrainHost Host => silo.Host;

    [Fact]
    public async Task Assign_WaitingJob_BindsItAndTheProviderGoesOn()
    {
        var market = await Host.Market();
        var job = await market.Request(0, 0);
        var provider = await market.Provider(30, 30);
        await job.In(JobState.Matching);
        var stamp = Host.Stamp();
        var command = new AssignJob(stamp, job.Id, provider.Id, Guid.Empty, 0, null);
        var reply = await provider.Grain.Assign(command, default);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
        Assert.Equal(provider.Id, reply.View!.Provider);
        Assert.Equal(job.Id, Assert.Single((await provider.Grain.Get(default))!.Jobs));

        // The same command again gives the same answer, and no second event.
        var again = await provider.Grain.Assign(command, default);
        Assert.Equal(reply.View.Version, again.View!.Version);
        Assert.Single(await job.Timeline(), entry => entry.Event is Domain.Jobs.JobEvent.Accepted);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
    }

    [Fact]
    public async Task Assign_AcceptedJob_MovesItInOneVersion()
    {
        var market = await Host.Market();
        var first = await market.Provider(1, 0);
        var job = await market.Request(0, 0);
        Assert.True((await first.Accept(job)).Done);
        var second = await market.Provider(20, 0);
        var before = (await job.View()).Version;
        var reply = await second.Grain.Assign(new AssignJob(Host.Stamp(), job.Id, second.Id, Guid.Empty, 0, null), default);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
        Assert.Equal(before + 1, reply.View!.Version);
        Assert.Equal(second.Id, reply.View.Provider);
        await Host.Until(async () => (await first.Grain.Get(default))!.State == ProviderState.Available, "the first provider to be free");
        Assert.Equal(Rejection.NotYourJob, (await first.Step(job, JobStep.Arrive)).Rejection);
    }

    [Fact]
    public async Task Assign_BusyProvider_IsRefusedAndChangesNothing()
    {
        var market = await Host.Market();
        var provider = await market.Provider(1, 0);
        var mine = await market.Request(0, 0);
        Assert.True((await provider.Accept(mine)).Done);
        var other = await market.Request(2, 0);
        await other.In(JobState.Matching);
        var reply = await provider.Grain.Assign(new AssignJob(Host.Stamp(), other.Id, provider.Id, Guid.Empty, 0, null), default);
        Assert.Equal(Rejection.ProviderBusy, reply.Rejection);
        Assert.Null((await other.View()).Provider);
    }

    [Fact]
    public async Task Unassign_BeforePickUp_OpensTheJobToOthers()
    {
        var market = await Host.Market();
        var provider = await market.Provider(1, 0);
        var job = await market.Request(0, 0);
        Assert.True((await provider.Accept(job)).Done);
        var reply = await job.Grain.Assign(new AssignJob(Host.Stamp(), job.Id, null, Guid.Empty, 0, null), default);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
        Assert.Equal(JobState.Matching, reply.View!.State);
        Assert.Contains(provider.Id, reply.View.Excluded);
        await Host.Until(async () => (await provider.Grain.Get(default))!.Jobs.IsEmpty, "the provider to be free");

        // Now nobody has it.
        Assert.Equal(Rejection.IllegalInThisState, (await job.Grain.Assign(new AssignJob(Host.Stamp(), job.Id, null, Guid.Empty, 0, null), default)).Rejection);
    }

    [Fact]
    public async Task Directory_AfterEachStep_HasTheStanding()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var directory = Host.Services.GetRequiredService<IProviderDirectory>();
        Assert.Equal(ProviderStanding.Approved, (await directory.Find(new ProviderId(provider.Id), default))!.Standing);
        Assert.True((await provider.Onboard(OnboardingStep.Suspend)).Done);
        Assert.Equal(ProviderStanding.Suspended, (await directory.Find(new ProviderId(provider.Id), default))!.Standing);
    }

    [Fact]
    public async Task Shift_BegunAndEnded_IsToldToTheMarketsFleet()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        Assert.True((await provider.EndShift()).Done);
        var told = Host.Events.Where(happened => happened.Stream == StreamNames.Fleet(market.Name)).Select(happened => ((PushMessage.ProviderChanged)happened.Message).Provider).ToList();
        Assert.Equal([ProviderState.Available, ProviderState.Offline], told.Select(view => view.State));
    }

    [Fact]
    public async Task WindowOfZero_NewJob_IsOfferedWithoutAWaitForTheClock()
    {
        var market = await Host.Market(window: TimeSpan.Zero);
        var provider = await market.Provider(0, 0);

        // The manual clock fires what is due and does not move: what waits for a later instant would never happen.
        var job = await market.Request(1, 0);
        await GrainHost.Now(
            () =>
            {
                Host.Clock.Advance(TimeSpan.Zero);
                return Task.FromResult(provider.Offers.Any(offer => offer.Job.Job == job.Id));
            },
            "the offer");
    }
}
