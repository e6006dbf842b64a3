using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class LocationIntakeTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly Dictionary<string, List<LocationBatch>> _sent = [];
    private readonly ILastPlaces _places = Substitute.For<ILastPlaces>();
    private readonly Dictionary<Guid, ProviderView?> _providers = [];
    private readonly List<Guid> _asked = [];
    private readonly LiveMeters _meters = new();
    private readonly Dictionary<string, long> _counted = [];
    private readonly MeterListener _listener = new();
    private readonly LiveBoard _board;
    private readonly ShiftBook _shifts;
    private readonly LocationIntake _intake;
    private TaskCompletionSource? _busy;

    public LocationIntakeTests()
    {
        var options = Options.Create(new LiveOptions { LocationsPerShard = 3, LocationJumpMetres = 1_000 });
        _grains.GetGrain<IDispatchShardGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(call =>
        {
            var shard = Substitute.For<IDispatchShardGrain>();
            var key = call.ArgAt<string>(0);
            shard.ReportLocations(default!, default).ReturnsForAnyArgs(report =>
            {
                _sent.TryAdd(key, []);
                _sent[key].Add(report.ArgAt<LocationBatch>(0));
                return _busy?.Task ?? Task.CompletedTask;
            });
            return shard;
        });
        _grains.GetGrain<IProviderGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(call =>
        {
            var provider = Substitute.For<IProviderGrain>();
            var id = Guid.Parse(call.ArgAt<string>(0));
            provider.Get(default).ReturnsForAnyArgs(_ =>
            {
                _asked.Add(id);
                return _providers.TryGetValue(id, out var view) ? Task.FromResult(view) : throw new TimeoutException();
            });
            return provider;
        });
        (_board, _, _) = Sample.Board(_clock);
        _shifts = new ShiftBook(_grains, _board, _clock, options, NullLogger<ShiftBook>.Instance);
        _intake = new LocationIntake(_grains, _shifts, _board, _places, Substitute.For<IBackgroundWork>(), _clock, _meters, options, NullLogger<LocationIntake>.Instance);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "dispatch.locations.reports" && instrument.Meter == _meters.Meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => _counted[(string)tags[0].Value!] = _counted.GetValueOrDefault((string)tags[0].Value!) + count);
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Take_ReportsOfOnePeriod_GoOutAsOneCallWithTheLatestOfEach()
    {
        OnShift(1, 1, "ride", "xl");
        OnShift(2, 1, "ride");
        Assert.Equal(2, await Take(Report(1, 0.001), Report(2, 0.002)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Take(Report(1, 0.003)));
        Assert.Empty(_sent);
        _intake.Flush(default);
        Assert.Equal([0.003, 0.002], Assert.Single(_sent["new-york/ride"]).Reports.Select(report => report.Place.Longitude));
        Assert.Equal([0.003], Assert.Single(_sent["new-york/xl"]).Reports.Select(report => report.Place.Longitude));
        _places.Received(1).Keep("new-york/ride", _sent["new-york/ride"][0].Reports);
        _places.Received(1).Keep("new-york/xl", _sent["new-york/xl"][0].Reports);
        _intake.Flush(default);
        Assert.Single(_sent["new-york/ride"]);
    }

    [Fact]
    public async Task Flush_ShardThatIsBusy_GetsTheNextBatchWhenItAnswered()
    {
        OnShift(1, 1, "ride");
        _busy = new TaskCompletionSource();
        await Take(Report(1, 0.001));
        _intake.Flush(default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Take(Report(1, 0.002));
        _intake.Flush(default);
        Assert.Single(_sent["new-york/ride"]);
        _busy.SetResult();
        _intake.Flush(default);
        Assert.Equal(0.002, _sent["new-york/ride"][1].Reports[0].Place.Longitude);
    }

    [Theory]
    [InlineData(double.NaN, 0, 0, "out_of_range")]
    [InlineData(0, double.PositiveInfinity, 0, "out_of_range")]
    [InlineData(180.1, 0, 0, "out_of_range")]
    [InlineData(0, -90.1, 0, "out_of_range")]
    [InlineData(0, 0, 30.001, "in_future")]
    [InlineData(0, 0, -60.001, "stale")]
    public async Task Take_UnsoundReport_IsRefusedAndCountedByItsReason(double longitude, double latitude, double ahead, string reason)
    {
        OnShift(1, 1, "ride");
        Assert.Equal(0, await Take(new LocationReport(Sample.Provider(1), new WirePoint(longitude, latitude), _clock.GetUtcNow().AddSeconds(ahead))));
        _intake.Flush(default);
        Assert.Empty(_sent);
        Assert.Equal([KeyValuePair.Create(reason, 1L)], _counted);

        // The vehicle is not held to what it should not have said.
        Assert.Equal(1, await Take(Report(1, 0.001)));
    }

    [Fact]
    public async Task Take_WayThatNoVehicleMakes_IsRefusedByItsReasonAndTheNextGoodReportIsTaken()
    {
        OnShift(1, 1, "ride");
        Assert.Equal(1, await Take(Report(1, 0)));
        _clock.Advance(TimeSpan.FromSeconds(10));

        // In 10 s a kilometre and 694 m may be, 84,260 m to a degree here.
        Assert.Equal(0, await Take(Report(1, 0.03)));
        Assert.Equal(0, await Take(Report(1, -30)));
        Assert.Equal(0.0, _board.Find(Sample.Provider(1), Sample.Market)!.Value.Longitude);
        Assert.Equal(1, await Take(Report(1, 0.02)));
        _intake.Flush(default);
        Assert.Equal([0.02], Assert.Single(_sent["new-york/ride"]).Reports.Select(report => report.Place.Longitude));
        Assert.Equal((2L, 1L, 1L), (_counted["taken"], _counted["too_fast"], _counted["teleport"]));
    }

    [Fact]
    public async Task Take_SomeRefused_NamesThemInOrderWithTheirReasonsAndNoneWhereAllAreTaken()
    {
        OnShift(1, 1, "ride");
        _providers[Sample.Provider(2)] = View(2, 4);
        _providers[Sample.Provider(3)] = View(3, 4, "ride");
        var now = _clock.GetUtcNow();
        var taken = await _intake.Take(
            [Report(2, 0.001), Report(1, 0.001), Report(1, 0.002) with { At = now.AddMinutes(2) }, Report(3, 0.001), Report(1, 3), Report(1, 0.001) with { At = now.AddSeconds(-1) }], default);
        Assert.Equal(2, taken.Accepted);
        Assert.Equal([(0, "off_shift"), (2, "in_future"), (4, "teleport"), (5, "old")], taken.Refused!.Value.Select(refused => (refused.Index, refused.Reason)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new LocationsTaken(1, null), await _intake.Take([Report(1, 0.002)], default));
    }

    [Fact]
    public async Task Take_ManyRefused_NamesTheFirstHundred()
    {
        OnShift(1, 1, "ride");
        var taken = await _intake.Take([.. Enumerable.Repeat(Report(1, 0.001) with { At = _clock.GetUtcNow().AddHours(-1) }, 1_000), Report(1, 0.001)], default);
        Assert.Equal((1, 100, 99), (taken.Accepted, taken.Refused!.Value.Length, taken.Refused.Value[^1].Index));
    }

    [Fact]
    public async Task Take_JumpThatReportsAgreeOn_IsBelievedAtTheThirdAndOneInstantIsOneWitness()
    {
        OnShift(1, 1, "ride");
        await Take(Report(1, 0));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Take(Report(1, 2), Report(1, 2), Report(1, 2), Report(1, 2)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Take(Report(1, 2.001)));

        // A place elsewhere again begins anew, and the vehicle where it was before does so as well.
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Take(Report(1, 4)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Take(Report(1, 2.001)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Take(Report(1, 2.001)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Take(Report(1, 0.001)));
        for (var second = 1; second <= 3; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(second == 3 ? 1 : 0, await Take(Report(1, 2 + (second * 0.001))));
        }

        Assert.Equal(2.003, _board.Find(Sample.Provider(1), Sample.Market)!.Value.Longitude);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Take(Report(1, 2.004)));
    }

    [Fact]
    public async Task Take_VehicleThatComesOntoTheMapAgain_IsBelievedWhereverItIs()
    {
        OnShift(1, 1, "ride");
        await Take(Report(1, 0));
        _shifts.Learn(View(1, 1));
        _shifts.Learn(View(1, 2, "ride"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Take(Report(1, 50)));
    }

    [Fact]
    public async Task Take_FirstOfAnotherShiftInTheSameMarket_IsBelievedThoughNobodyHeardOfTheEndBetween()
    {
        OnShift(1, 1, "ride");
        await Take(Report(1, 0));
        OnShift(1, 2, "ride");
        Assert.Null(_board.Find(Sample.Provider(1), Sample.Market));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Take(Report(1, 50)));
    }

    [Fact]
    public async Task Take_ReportALittleAhead_CountsAsOfNow()
    {
        OnShift(1, 1, "ride");
        Assert.Equal(1, await Take(Report(1, 0.001) with { At = _clock.GetUtcNow().AddSeconds(30) }));
        _intake.Flush(default);
        Assert.Equal(_clock.GetUtcNow(), _sent["new-york/ride"][0].Reports[0].At);
    }

    [Fact]
    public async Task Take_OlderThanTheLast_IsIgnored()
    {
        OnShift(1, 1, "ride");
        await Take(Report(1, 0.001));
        Assert.Equal(0, await Take(Report(1, 0.002) with { At = _clock.GetUtcNow().AddSeconds(-1) }));
        _intake.Flush(default);
        Assert.Equal(0.001, _sent["new-york/ride"][0].Reports[0].Place.Longitude);
    }

    [Fact]
    public async Task Take_MoreProvidersThanAShardHolds_RefusesTheRest()
    {
        for (var n = 1; n <= 4; n++)
        {
            OnShift(n, 1, "ride");
        }

        Assert.Equal(3, await Take(Report(1, 0.001), Report(2, 0.001), Report(3, 0.001), Report(4, 0.001)));
    }

    [Fact]
    public async Task Take_ProviderNobodyKnowsOf_IsLookedUpOnceAndThenRememberedForAWhile()
    {
        _providers[Sample.Provider(1)] = View(1, 1, "ride");
        _providers[Sample.Provider(2)] = null;
        _providers[Sample.Provider(3)] = View(3, 4);
        Assert.Equal(1, await Take(Report(1, 0.001), Report(2, 0.001), Report(3, 0.001)));
        Assert.Equal(1, await Take(Report(1, 0.002), Report(2, 0.002), Report(3, 0.002)));
        Assert.Equal([Sample.Provider(1), Sample.Provider(2), Sample.Provider(3)], _asked);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Take(Report(1, 0.003), Report(2, 0.003), Report(3, 0.003));
        Assert.Equal([Sample.Provider(2), Sample.Provider(3)], _asked.Skip(3));
    }

    [Fact]
    public async Task Take_LookUpThatFails_DropsTheReportAndIsNotTriedAtOnceAgain()
    {
        Assert.Equal(0, await Take(Report(1, 0.001)));
        Assert.Equal(0, await Take(Report(1, 0.001)));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Shift_ThatEnds_TakesTheVehicleOffTheMapAndItsReportsAreDropped()
    {
        OnShift(1, 1, "ride");
        await Take(Report(1, 0.001));
        Assert.NotNull(_board.Find(Sample.Provider(1), Sample.Market));
        _shifts.Learn(View(1, 1));
        Assert.Null(_board.Find(Sample.Provider(1), Sample.Market));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Take(Report(1, 0.002)));

        // A look-up that began before the end answers after it.
        _shifts.Learn(View(1, 1, "ride"));
        Assert.Equal(0, await Take(Report(1, 0.002)));
        _shifts.Learn(View(1, 2, "ride"));
        Assert.Equal(1, await Take(Report(1, 0.002)));
        _shifts.Learn(View(1, 1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Take(Report(1, 0.003)));
    }

    private static ProviderView View(int n, long shift, params string[] classes) => new(
        Sample.Provider(n), "Test", "acme", StandingState.Approved, classes.Length == 0 ? ProviderState.Offline : ProviderState.Available,
        classes.Length == 0 ? null : Sample.Market, [.. classes], null, 1, 1, [], null, shift);

    private void OnShift(int n, long shift, params string[] classes) => _shifts.Learn(View(n, shift, classes));

    private LocationReport Report(int n, double longitude) => new(Sample.Provider(n), new WirePoint(longitude, 40.75), _clock.GetUtcNow());

    private async Task<int> Take(params LocationReport[] reports) => (await _intake.Take([.. reports], default)).Accepted;
}
