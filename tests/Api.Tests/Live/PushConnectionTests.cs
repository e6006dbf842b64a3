using Microsoft.AspNetCore.SignalR;
using NSubstitute;
using O2O.Dispatch.Api.Live;

namespace O2O.Dispatch.Api.Tests.Live;

/// <summary>What waits for a client that does not read.</summary>
public sealed class PushConnectionTests : IDisposable
{
    private static readonly DateTimeOffset Now = Sample.Now;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly List<(string Method, object? Message)> _sent = [];
    private readonly Queue<TaskCompletionSource> _underWay = new();
    private readonly LiveMeters _meters = new();
    private readonly PushConnection _connection;
    private int _cut;

    public PushConnectionTests()
    {
        var client = Substitute.For<ISingleClientProxy>();
        client.SendCoreAsync(default!, default!, default).ReturnsForAnyArgs(call =>
        {
            _sent.Add((call.ArgAt<string>(0), call.ArgAt<object?[]>(1)[0]));
            var done = new TaskCompletionSource();
            _underWay.Enqueue(done);
            return done.Task;
        });
        _connection = new PushConnection("1", Audience.Ops, Guid.Empty, client, () => _cut++, _meters, 20);
    }

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Frames_ThatCannotGo_AreDroppedTheOldestFirstAndFactsNever()
    {
        for (var n = 1; n <= 10; n++)
        {
            _connection.SendFrame("Map", n);
            if (n % 5 == 0)
            {
                _connection.Send("Event", -n);
            }
        }

        // The one on its way, and the latest three among the facts.
        while (_underWay.TryDequeue(out var done))
        {
            done.SetResult();
        }

        Assert.Equal([1, -5, 8, 9, 10, -10], _sent.Select(sent => (int)sent.Message!));
        Assert.Equal((0, 0, 0), (_connection.Waiting, _connection.FramesWaiting, _cut));
    }

    [Fact]
    public void Facts_ThatCannotGo_CutTheConnectionWhenTheyAreTooManyAndAreForgotten()
    {
        for (var n = 0; n <= 20; n++)
        {
            _connection.Send("Event", n);
        }

        Assert.Equal((20, 0), (_connection.Waiting, _cut));
        _connection.Send("Event", 21);
        Assert.Equal((0, 1), (_connection.Waiting, _cut));
        _connection.Send("Event", 22);
        _connection.SendFrame("Map", 22);
        Assert.Equal((0, 1), (_connection.Waiting, _cut));
    }

    [Fact]
    public void IsStuck_WhenOneMessageIsOnItsWayForTooLong()
    {
        Assert.False(_connection.IsStuck(Now, Patience));
        _connection.Send("Event", 1);
        _connection.Send("Event", 2);
        Assert.False(_connection.IsStuck(Now.AddSeconds(100), Patience));
        Assert.False(_connection.IsStuck(Now.AddSeconds(119), Patience));

        // Another one is on its way: the client reads, if slowly.
        _underWay.Dequeue().SetResult();
        Assert.False(_connection.IsStuck(Now.AddSeconds(120), Patience));
        Assert.False(_connection.IsStuck(Now.AddSeconds(139), Patience));
        Assert.True(_connection.IsStuck(Now.AddSeconds(140), Patience));
        _underWay.Dequeue().SetResult();
        Assert.False(_connection.IsStuck(Now.AddSeconds(999), Patience));
    }
}
