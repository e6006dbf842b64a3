using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>What is read lately is read once at a time, and no more of it is kept than there is room for.</summary>
public sealed class RecentReadingsTests
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ManualClock _clock = new(Scenarios.Now);
    private readonly List<string> _reads = [];
    private TaskCompletionSource<int>? _pending;

    [Fact]
    public async Task Of_ManyAtOnce_IsReadOnceAndAllWaitForIt()
    {
        var readings = Readings();
        _pending = new TaskCompletionSource<int>();
        var asked = Enumerable.Range(0, 20).Select(_ => Ask(readings, "a")).ToList();
        var left = readings.Of("a", Read("a"), new CancellationToken(true)).AsTask();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.All(asked, one => Assert.False(one.IsCompleted));
        _pending.SetResult(7);
        Assert.All(await Task.WhenAll(asked), value => Assert.Equal(7, value));
        Assert.Equal(["a"], _reads);
    }

    [Fact]
    public async Task Of_WhileItIsReadAnew_IsWhatItWas()
    {
        var readings = Readings();
        Assert.Equal(1, await Ask(readings, "a"));
        _clock.Advance(Fresh);
        _pending = new TaskCompletionSource<int>();
        var anew = Ask(readings, "a");
        Assert.Equal(1, await Ask(readings, "a"));
        _pending.SetResult(7);
        Assert.Equal(7, await anew);
        Assert.Equal(7, await Ask(readings, "a"));
        Assert.Equal(["a", "a"], _reads);
    }

    /// <summary>A reading that takes an hour: what there was before is given out while it is young, and nobody begins another.</summary>
    [Fact]
    public async Task Of_WhileAReadingLasts_IsWhatItWasUntilThatIsTwiceAsOld()
    {
        var readings = Readings();
        Assert.Equal(1, await Ask(readings, "a"));
        _clock.Advance(Fresh);
        _pending = new TaskCompletionSource<int>();
        var anew = Ask(readings, "a");
        _clock.Advance(Fresh - TimeSpan.FromTicks(1));
        Assert.Equal(1, await Ask(readings, "a"));
        _clock.Advance(TimeSpan.FromTicks(1));
        var waits = Ask(readings, "a");
        _clock.Advance(TimeSpan.FromHours(1));
        var late = Ask(readings, "a");
        Assert.All([anew, waits, late], one => Assert.False(one.IsCompleted));
        Assert.Equal(["a", "a"], _reads);

        // It is as old as its beginning: the next who asks reads.
        _pending.SetResult(7);
        Assert.All(await Task.WhenAll(anew, waits, late), value => Assert.Equal(7, value));
        _pending = null;
        Assert.Equal(3, await Ask(readings, "a"));
        Assert.Equal(3, await Ask(readings, "a"));
    }

    /// <summary>A reading anew that fails leaves the one before as old as it was.</summary>
    [Fact]
    public async Task Of_AReadingAnewThatFails_IsReadAgainAndNothingIsYounger()
    {
        var readings = Readings();
        Assert.Equal(1, await Ask(readings, "a"));
        _clock.Advance(Fresh);
        _pending = new TaskCompletionSource<int>();
        var anew = Ask(readings, "a");
        _pending.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => anew);
        _pending = null;
        Assert.Equal(3, await Ask(readings, "a"));
    }

    /// <summary>Others that are read meanwhile put nothing that is under way out of mind.</summary>
    [Fact]
    public async Task Of_MoreKeysThanAreKeptWhileOneIsRead_IsReadOnce()
    {
        var readings = Readings(most: 1);
        _pending = new TaskCompletionSource<int>();
        var slow = Ask(readings, "a");
        var reading = _pending;
        _pending = null;
        await Ask(readings, "b");
        await Ask(readings, "c");
        var waits = Ask(readings, "a");
        Assert.Equal(["a", "b", "c"], _reads);
        reading.SetResult(7);
        Assert.All(await Task.WhenAll(slow, waits), value => Assert.Equal(7, value));
    }

    [Fact]
    public async Task Of_AReadingThatFails_FailsWhoWaitedAndIsReadAgain()
    {
        var readings = Readings();
        _pending = new TaskCompletionSource<int>();
        var (one, other) = (Ask(readings, "a"), Ask(readings, "a"));
        _pending.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => one);
        await Assert.ThrowsAsync<TimeoutException>(() => other);
        _pending = null;
        Assert.Equal(2, await Ask(readings, "a"));
    }

    [Fact]
    public async Task Of_MoreKeysThanAreKept_ForgetsTheOlderHalf()
    {
        var readings = Readings(most: 4);
        foreach (var key in new[] { "a", "b", "c", "d", "e" })
        {
            await Ask(readings, key);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        _reads.Clear();
        foreach (var key in new[] { "c", "d", "e", "a" })
        {
            await Ask(readings, key);
        }

        Assert.Equal(["a"], _reads);
    }

    private RecentReadings<string, int> Readings(int most = 100) => new(Fresh, most, _clock);

    private Task<int> Ask(RecentReadings<string, int> readings, string key) => readings.Of(key, Read(key), default).AsTask();

    private Func<DateTimeOffset, ValueTask<int>> Read(string key) => at =>
    {
        Assert.Equal(_clock.GetUtcNow(), at);
        _reads.Add(key);
        return _pending is { } pending ? new ValueTask<int>(pending.Task) : new ValueTask<int>(_reads.Count);
    };
}
