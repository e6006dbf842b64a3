using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Storage.Push;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Completed jobs teach a market's travel times.</summary>
public sealed class TrafficKeeperTests
{
    private static readonly DateTimeOffset Morning = new(2026, 1, 5, 8, 30, 0, TimeSpan.Zero);
    private static readonly MarketMap Map = new(StreetGrid.Roads, StreetGrid.Times, ServiceArea.Around(StreetGrid.Roads, new Metres(500)));
    private readonly ManualClock _clock = new(Morning);
    private readonly MemoryEventBus _bus = new(NullLogger<MemoryEventBus>.Instance);

    [Fact]
    public async Task Refresh_DrivesTookTwiceAsLong_DoublesTheTimesOfTheHour()
    {
        var keeper = Keeper(new TrafficOptions());
        var map = keeper.Follow(new MarketId("town"), Map, 1.0);
        var before = map.TravelTimes.Milliseconds(0, 99);
        await Drive(300, "town", TimeSpan.FromMilliseconds(2 * before));
        await keeper.Refresh(default);
        Assert.InRange(map.TravelTimes.Milliseconds(0, 99), (int)(1.9 * before), (int)(2.1 * before));
        Assert.Equal(before, Map.TravelTimes.Milliseconds(0, 99));
    }

    [Fact]
    public async Task Refresh_NothingLearnedOrElsewhere_LeavesTheTimes()
    {
        var keeper = Keeper(new TrafficOptions());
        var map = keeper.Follow(new MarketId("town"), Map, 1.0);
        var before = map.TravelTimes.Milliseconds(0, 99);
        await keeper.Refresh(default);
        await Drive(300, "elsewhere", TimeSpan.FromMilliseconds(2 * before));
        await Drive(300, "town", TimeSpan.FromMilliseconds(2 * before), JobState.CanceledByPlatform);
        await keeper.Refresh(default);
        Assert.Equal(before, map.TravelTimes.Milliseconds(0, 99));
    }

    [Fact]
    public void Follow_NotToLearn_GivesTheMapItself() =>
        Assert.Same(Map, Keeper(new TrafficOptions { Learn = false }).Follow(new MarketId("town"), Map, 1.0));

    private TrafficKeeper Keeper(TrafficOptions options) =>
        new(_bus, new NoWork(), new InLine(), _clock, Options.Create(options), NullLogger<TrafficKeeper>.Instance);

    private async Task Drive(int times, string market, TimeSpan duration, JobState end = JobState.Completed)
    {
        for (var i = 0; i < times; i++)
        {
            var at = Morning + TimeSpan.FromSeconds(i);
            var job = View(market);
            await Tell(job with { State = JobState.InProgress }, "started", at);
            await Tell(job with { State = end }, end == JobState.Completed ? "completed" : "canceled", at + duration);
        }
    }

    private ValueTask Tell(JobView job, string what, DateTimeOffset at) =>
        _bus.Publish([new StreamEvent(StreamNames.Job(job.Job), 1, 1, at, new PushMessage.JobChanged(job, what, null))]);

    private static JobView View(string market) => new(
        Guid.NewGuid(), 1, JobState.InProgress, PaymentState.Authorized, market, "ride", Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), 0, 1,
        [TestMarket.Wire(0, 0), TestMarket.Wire(9, 9)], 1, 1, [], Morning, Morning, Morning, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60), "USD", 1_000, 0, Morning);

    private sealed class NoWork : IBackgroundWork
    {
        public void Start(string name, Func<CancellationToken, Task> work)
        {
        }
    }

    private sealed class InLine : IOffload
    {
        public Task<T> Run<T>(Func<T> compute, CancellationToken cancellationToken) => Task.FromResult(compute());
    }
}
