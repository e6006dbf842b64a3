using System.Collections.Concurrent;
using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every bus promises, from the node that publishes to a node that listens; with memory both are the same.</summary>
public abstract class EventBusContract
{
    private protected const string Stream = "provider/1";

    /// <summary>The bus that is published on, and the one that is listened on, which follows <see cref="Stream"/>.</summary>
    protected abstract Task<(IEventBus Here, IEventBus There)> Open();

    [ContractFact]
    public async Task Publish_Events_ReachesEveryListenerInOrder()
    {
        var (here, there) = await Open();
        var heard = new ConcurrentQueue<string>();
        using var first = there.Listen(happened => heard.Enqueue($"first {happened.Sequence}"));
        using var second = there.Listen(happened => heard.Enqueue($"second {happened.Sequence}"));
        await here.Publish(Events(1, 2));
        await Until(() => heard.Count == 4, "all is heard");
        Assert.Equal(["first 1", "second 1", "first 2", "second 2"], heard);
    }

    [ContractFact]
    public async Task Publish_AfterAListenerIsDisposed_ReachesTheOthers()
    {
        var (here, there) = await Open();
        var heard = new ConcurrentQueue<long>();
        using var stays = there.Listen(happened => heard.Enqueue(happened.Sequence));
        var leaves = there.Listen(happened => heard.Enqueue(-happened.Sequence));
        await here.Publish(Events(1));
        await Until(() => heard.Count == 2, "both have heard");
        leaves.Dispose();
        leaves.Dispose();
        await here.Publish(Events(2));
        await Until(() => heard.Contains(2), "the other has heard");
        Assert.Equal([1, -1, 2], heard);
    }

    [ContractFact]
    public async Task Publish_ToAListenerThatThrows_ReachesTheOthersAndDoesNotThrow()
    {
        var (here, there) = await Open();
        var heard = new ConcurrentQueue<long>();
        using var faulty = there.Listen(_ => throw new InvalidOperationException("faulty"));
        using var sound = there.Listen(happened => heard.Enqueue(happened.Sequence));
        await here.Publish(Events(1, 2));
        await Until(() => heard.Count == 2, "all is heard");
        Assert.Equal([1, 2], heard);
    }

    [ContractFact]
    public async Task Listen_WithinAHandler_HearsTheNextPublication()
    {
        var (here, there) = await Open();
        var heard = new ConcurrentQueue<long>();
        IDisposable? late = null;
        using var early = there.Listen(_ => late ??= there.Listen(happened => heard.Enqueue(happened.Sequence)));
        await here.Publish(Events(1));
        await Until(() => late is not null, "the first is heard");
        await here.Publish(Events(2));
        await Until(() => !heard.IsEmpty, "the second is heard");
        Assert.Equal([2], heard);
        late!.Dispose();
    }

    private protected static async Task Until(Func<bool> condition, string what, Action? meanwhile = null)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"Waited {clock.Elapsed} for: {what}.");
            await Task.Delay(5);
            meanwhile?.Invoke();
        }
    }

    private protected static ImmutableArray<StreamEvent> Events(params long[] sequences) => EventsOf(Stream, sequences);

    private protected static ImmutableArray<StreamEvent> EventsOf(string stream, params long[] sequences) =>
        [.. sequences.Select(sequence => new StreamEvent(stream, 1, sequence, Fleet.Start, new PushMessage.OfferClosed(Guid.Empty, Guid.Empty, "expired")))];
}
