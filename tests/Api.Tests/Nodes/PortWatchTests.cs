using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Tests.Nodes;

/// <summary>Which ends of a connection are the end of a process, over real sockets.</summary>
public sealed class PortWatchTests : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    // Longer than two refusals take.
    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(1);

    private readonly Channel<string> _gone = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, IPEndPoint> _processes = [];
    private volatile IReadOnlyCollection<string> _there = [];
    private volatile bool _asksInVain;
    private volatile int _refusals;
    private Task _watch = Task.CompletedTask;

    [Fact]
    public async Task Process_ThatListensNoMore_IsGoneOnce()
    {
        using var listener = Listen("a");
        using var other = Listen("b");
        Start("a", "b");
        using var held = await listener.AcceptSocketAsync(_stop.Token);
        using var heldToo = await other.AcceptSocketAsync(_stop.Token);
        listener.Stop();
        held.Close(0);
        Assert.Equal("a", await Gone());
        await Task.Delay(AWhile);
        Assert.False(_gone.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Process_ThatEndsTheConnectionAndListensOn_IsNotGone()
    {
        using var listener = Listen("a");
        Start("a");
        for (var times = 0; times < 3; times++)
        {
            using var held = await listener.AcceptSocketAsync(_stop.Token);
            held.Close(0);
        }

        using var last = await listener.AcceptSocketAsync(_stop.Token);
        Assert.False(_gone.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Process_ThatWasNeverReached_IsNotGone()
    {
        Listen("a").Dispose();
        Start("a");
        await Task.Delay(AWhile);
        Assert.False(_gone.Reader.TryRead(out _));

        // It was only starting.
        using var listener = new TcpListener(_processes["a"]);
        listener.Start();
        using var held = await listener.AcceptSocketAsync(_stop.Token).AsTask().WaitAsync(Soon);
        listener.Stop();
        held.Close(0);
        Assert.Equal("a", await Gone());
    }

    [Fact]
    public async Task Process_ThatIsNamedNoMore_IsNotWatched()
    {
        using var listener = Listen("a");
        Start("a");
        using var held = await listener.AcceptSocketAsync(_stop.Token);
        _there = [];
        Assert.Equal(0, await held.ReceiveAsync(new byte[1], SocketFlags.None, _stop.Token));
        listener.Stop();
        await Task.Delay(AWhile);
        Assert.False(_gone.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Process_ThatCannotBeTold_IsToldAgain_AlsoWhileNobodySaysWhichThereAre()
    {
        using var listener = Listen("a");
        Start("a");
        using var held = await listener.AcceptSocketAsync(_stop.Token);
        (_asksInVain, _refusals) = (true, 2);
        listener.Stop();
        held.Close(0);
        Assert.Equal("a", await Gone());
        Assert.Equal(0, _refusals);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _watch.WaitAsync(Soon));
        _stop.Dispose();
    }

    private TcpListener Listen(string name)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _processes[name] = (IPEndPoint)listener.LocalEndpoint;
        return listener;
    }

    private void Start(params string[] names)
    {
        _there = names;
        _watch = new PortWatch<string>(
            name => _processes[name],
            (name, _) =>
            {
                if (_refusals > 0)
                {
                    _refusals--;
                    throw new TimeoutException("The store is away.");
                }

                return _gone.Writer.WriteAsync(name).AsTask();
            },
            TimeProvider.System,
            NullLogger.Instance).Run(_ => _asksInVain ? throw new TimeoutException("The store is away.") : Task.FromResult(_there), Period, _stop.Token);
    }

    private async Task<string> Gone() => await _gone.Reader.ReadAsync(_stop.Token).AsTask().WaitAsync(Soon);
}
