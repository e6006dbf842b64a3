using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Storage.Push;

namespace O2O.Dispatch.Storage.Tests.Push;

public sealed class MemoryEventBusTests
{
    [Fact]
    public async Task Publish_Events_ReachesEveryListenerInOrder()
    {
        var bus = new MemoryEventBus();
        var heard = new List<string>();
        using var first = bus.Listen(happened => heard.Add($"first {happened.Sequence}"));
        using var second = bus.Listen(happened => heard.Add($"second {happened.Sequence}"));
        await bus.Publish(Events(1, 2));
        Assert.Equal(["first 1", "second 1", "first 2", "second 2"], heard);
    }

    [Fact]
    public async Task Publish_AfterAListenerIsDisposed_ReachesTheOthers()
    {
        var bus = new MemoryEventBus();
        var heard = new List<long>();
        using var stays = bus.Listen(happened => heard.Add(happened.Sequence));
        var leaves = bus.Listen(happened => heard.Add(-happened.Sequence));
        await bus.Publish(Events(1));
        leaves.Dispose();
        leaves.Dispose();
        await bus.Publish(Events(2));
        Assert.Equal([1, -1, 2], heard);
    }

    [Fact]
    public async Task Publish_ToAListenerThatThrows_ReachesTheOthersAndDoesNotThrow()
    {
        var bus = new MemoryEventBus();
        var heard = new List<long>();
        using var faulty = bus.Listen(_ => throw new InvalidOperationException("faulty"));
        using var sound = bus.Listen(happened => heard.Add(happened.Sequence));
        await bus.Publish(Events(1, 2));
        Assert.Equal([1, 2], heard);
    }

    [Fact]
    public async Task Listen_WithinAHandler_HearsTheNextPublication()
    {
        var bus = new MemoryEventBus();
        var heard = new List<long>();
        IDisposable? late = null;
        using var early = bus.Listen(_ => late ??= bus.Listen(happened => heard.Add(happened.Sequence)));
        await bus.Publish(Events(1));
        await bus.Publish(Events(2));
        Assert.Equal([2], heard);
        late!.Dispose();
    }

    private static ImmutableArray<StreamEvent> Events(params long[] sequences) =>
        [.. sequences.Select(sequence => new StreamEvent("job/1", 1, sequence, Fleet.Start, new PushMessage.OfferClosed(Guid.Empty, Guid.Empty, "expired")))];
}
