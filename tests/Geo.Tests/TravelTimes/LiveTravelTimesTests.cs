using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Routing.Bench;

namespace O2O.Dispatch.Geo.Tests.TravelTimes;

public class LiveTravelTimesTests
{
    private static readonly RoadNetwork Network = GeneratedRoads.Create(300, 2);
    private static readonly TravelTimesBuilder Builder = new(Network);
    private static readonly ITravelTimes Slow = Builder.Build(EdgeTimes.Scaled(Network, 2), threads: 1);
    private static readonly ITravelTimes Fast = Builder.Build(EdgeTimes.Scaled(Network, 1), threads: 1);

    [Fact]
    public async Task Refresh_InLine_PutsTheNewTimesIn()
    {
        var live = new LiveTravelTimes(Fast, InLine);
        var before = live.Current;
        Assert.True(await live.Refresh(_ => Slow));
        Assert.Same(Fast, before);
        Assert.Same(Slow, live.Current);
        Assert.Equal((1, Network.NodeCount), (live.Changes, live.NodeCount));
        Assert.Equal(Slow.Milliseconds(1, 100), live.Milliseconds(1, 100));
        Assert.Equal(Slow.Path(1, 100).Nodes.ToArray(), live.Path(1, 100).Nodes.ToArray());
        var (expected, found) = (new int[4], new int[4]);
        Slow.ManyToMany([1, 2], [3, 4], expected);
        live.ManyToMany([1, 2], [3, 4], found);
        Assert.Equal(expected, found);
        live.OneToMany(1, [3, 4], found);
        Assert.Equal(expected[..2], found[..2]);
        live.ManyToOne([1, 2], 3, found);
        Assert.Equal([expected[0], expected[2]], found[..2]);
    }

    [Fact]
    public async Task Refresh_WhileWorkIsUnderWay_LeavesTheOldTimes()
    {
        var work = new TaskCompletionSource<ITravelTimes>();
        var live = new LiveTravelTimes(Fast, (_, _) => work.Task);
        var refresh = live.Refresh(_ => Slow);
        Assert.Same(Fast, live.Current);
        work.SetResult(Slow);
        Assert.True(await refresh);
        Assert.Same(Slow, live.Current);
    }

    [Fact]
    public async Task Refresh_OvertakenByAnother_IsGivenUp()
    {
        var works = new List<(TaskCompletionSource<ITravelTimes> Work, CancellationToken Token)>();
        var live = new LiveTravelTimes(Fast, (_, token) =>
        {
            works.Add((new TaskCompletionSource<ITravelTimes>(), token));
            return works[^1].Work.Task;
        });
        var (one, two, three) = (live.Refresh(_ => Slow), live.Refresh(_ => Slow), live.Refresh(_ => Slow));
        Assert.True(works[0].Token.IsCancellationRequested);
        Assert.True(works[1].Token.IsCancellationRequested);
        Assert.False(works[2].Token.IsCancellationRequested);

        // One ends by its cancellation, one comes through all the same, after the newest.
        works[0].Work.SetCanceled(works[0].Token);
        works[2].Work.SetResult(Slow);
        works[1].Work.SetResult(Fast);
        Assert.Equal((false, false, true), (await one, await two, await three));
        Assert.Same(Slow, live.Current);
        Assert.Equal(1, live.Changes);
    }

    [Fact]
    public async Task Swap_WhileWorkIsUnderWay_IsNotUndoneByIt()
    {
        var work = new TaskCompletionSource<ITravelTimes>();
        var live = new LiveTravelTimes(Fast, (_, _) => work.Task);
        var refresh = live.Refresh(_ => Fast);
        live.Swap(Slow);
        work.SetResult(Fast);
        Assert.False(await refresh);
        Assert.Same(Slow, live.Current);
    }

    [Fact]
    public async Task Refresh_WorkFails_LeavesTheOldTimesAndTells()
    {
        var live = new LiveTravelTimes(Fast, InLine);
        await Assert.ThrowsAsync<RoadNetworkException>(() => live.Refresh(_ => Builder.Build([1, 2, 3])));
        Assert.Same(Fast, live.Current);
        Assert.True(await live.Refresh(_ => Slow));
    }

    [Fact]
    public async Task Refresh_CallerGivesUp_Throws()
    {
        var live = new LiveTravelTimes(Fast, InLine);
        using var caller = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => live.Refresh(
            token =>
            {
                caller.Cancel();
                token.ThrowIfCancellationRequested();
                return Slow;
            },
            caller.Token));
        Assert.Same(Fast, live.Current);
    }

    [Fact]
    public async Task Swap_NetworkOfAnotherSize_IsNamed()
    {
        var other = HierarchyTravelTimes.Build(GeneratedRoads.Create(100, 2), 1);
        var live = new LiveTravelTimes(Fast, InLine);
        Assert.Throws<ArgumentException>("next", () => live.Swap(other));
        await Assert.ThrowsAsync<ArgumentException>("next", () => live.Refresh(_ => other));
        Assert.Same(Fast, live.Current);
    }

    /// <summary>Every answer of one call is of one state of traffic, while another thread changes it all the time.</summary>
    [Fact]
    public async Task Calls_WhileTimesChange_AreOfOneState()
    {
        var live = new LiveTravelTimes(Fast, InLine);
        var ends = Enumerable.Range(0, Network.NodeCount).ToArray();
        var (fast, slow, found) = (new int[ends.Length], new int[ends.Length], new int[ends.Length]);
        Fast.OneToMany(0, ends, fast);
        Slow.OneToMany(0, ends, slow);
        using var done = new CancellationTokenSource();
        var changing = Task.Run(() =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                live.Swap(i % 2 == 0 ? Slow : Fast);
            }
        });
        for (var i = 0; i < 20_000 || live.Changes < 100; i++)
        {
            live.OneToMany(0, ends, found);
            Assert.True(found.AsSpan().SequenceEqual(fast) || found.AsSpan().SequenceEqual(slow));
        }

        done.Cancel();
        await changing;
    }

    [Theory]
    [InlineData(0, typeof(HierarchyTravelTimes))]
    [InlineData(299, typeof(HierarchyTravelTimes))]
    [InlineData(300, typeof(AllPairsTravelTimes))]
    public void Builder_SizeOfTheNetwork_ChoosesTableOrHierarchy(int largestTable, Type expected)
    {
        var network = Networks.Random(3, 300);
        var times = new TravelTimesBuilder(network, largestTable).Build(EdgeTimes.Scaled(network, 1.2));
        Assert.IsType(expected, times);
        Assert.Equal(Networks.PlainDijkstra(network, 1.2, 7)[250], times.Milliseconds(7, 250));
    }

    private static Task<ITravelTimes> InLine(Func<ITravelTimes> compute, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult(compute());
        }
        catch (OperationCanceledException e)
        {
            return Task.FromCanceled<ITravelTimes>(e.CancellationToken);
        }
    }
}
