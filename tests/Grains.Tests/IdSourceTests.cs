using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Ids are later than those before them: rows made together are listed in the order in which they were made.</summary>
public sealed class IdSourceTests
{
    [Fact]
    public void Next_WithinAMillisecondAndAfterTheClockWasPutBack_IsLater()
    {
        var clock = new StoppedClock { Now = Scenarios.Now };
        var source = new SystemIdSource(clock);
        var ids = Enumerable.Range(0, 10_000).Select(_ => source.Next()).ToList();
        clock.Now -= TimeSpan.FromMinutes(5);
        ids.AddRange(Enumerable.Range(0, 100).Select(_ => source.Next()));
        clock.Now += TimeSpan.FromMinutes(10);
        ids.Add(source.Next());
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((7, 0b10), (id.Version, id.Variant >> 2)));

        // The first of a millisecond carries it; the last was made at the clock's time again.
        Assert.Equal(Scenarios.Now.ToUnixTimeMilliseconds(), Millisecond(ids[0]));
        Assert.Equal(clock.Now.ToUnixTimeMilliseconds(), Millisecond(ids[^1]));
    }

    [Fact]
    public async Task Next_FromManyThreads_IsLaterInEachAndNeverTheSame()
    {
        var source = new SystemIdSource(TimeProvider.System);
        var threads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 20_000).Select(_ => source.Next()).ToArray())));
        Assert.All(threads, ids => Assert.Equal(ids.Order(), ids));
        Assert.Equal(80_000, threads.SelectMany(ids => ids).Distinct().Count());
    }

    private static long Millisecond(Guid id) => Convert.ToInt64(id.ToString("N")[..12], 16);

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
