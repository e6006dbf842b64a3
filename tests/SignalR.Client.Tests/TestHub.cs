using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace O2O.Dispatch.SignalR.Client.Tests;

public sealed record Place(double Longitude, double Latitude);

public sealed record Trip(string Id, Place From, Place To, DateTimeOffset At, long[] FareMinorUnits);

/// <summary>What the hub says to its clients, strongly typed.</summary>
public interface ITestClient
{
    Task None();

    Task One(int a);

    Task Two(int a, string b);

    Task Eight(int a, int b, int c, int d, int e, int f, int g, int h);

    Task Moved(Trip trip);

    Task<int> Ask(int question);
}

public sealed class TestHub(TestHub.Log log) : Hub<ITestClient>
{
    /// <summary>What tests see from the server's side.</summary>
    public sealed class Log
    {
        public ConcurrentQueue<string> Notes { get; } = new();

        public TaskCompletionSource StreamCanceled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Noted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<bool> Never { get; } = new();
    }

    public string Header(string name) => Context.GetHttpContext()!.Request.Headers[name].ToString();

    public string Query(string name) => Context.GetHttpContext()!.Request.Query[name].ToString();

    public string MyId() => Context.ConnectionId;

    public int A0() => 0;

    public string A1(int a) => $"{a}";

    public string A2(int a, string b) => $"{a}{b}";

    public string A3(int a, int b, int c) => $"{a}{b}{c}";

    public string A4(int a, int b, int c, int d) => $"{a}{b}{c}{d}";

    public string A5(int a, int b, int c, int d, int e) => $"{a}{b}{c}{d}{e}";

    public string A6(int a, int b, int c, int d, int e, int f) => $"{a}{b}{c}{d}{e}{f}";

    public string A7(int a, int b, int c, int d, int e, int f, int g) => $"{a}{b}{c}{d}{e}{f}{g}";

    public string A8(int a, int b, int c, int d, int e, int f, int g, int h) => $"{a}{b}{c}{d}{e}{f}{g}{h}";

    public string A9(int a, int b, int c, int d, int e, int f, int g, int h, int i) => $"{a}{b}{c}{d}{e}{f}{g}{h}{i}";

    public string A10(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) => $"{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}";

    public Trip? Echo(Trip? trip) => trip;

    public string EchoText(string text) => text;

    public Task<int> Slow(int value) => Task.FromResult(value);

    public Task<bool> Hang() => log.Never.Task;

    public void Note(string text)
    {
        log.Notes.Enqueue(text);
        if (text == "last")
        {
            log.Noted.TrySetResult();
        }
    }

    public void Refuse() => throw new HubException("The job is over.");

    public void Crash() => throw new InvalidOperationException("a secret");

    public async Task SayAll()
    {
        await Clients.Caller.None();
        await Clients.Caller.One(1);
        await Clients.Caller.Two(1, "two");
        await Clients.Caller.Eight(1, 2, 3, 4, 5, 6, 7, 8);
        await Clients.Caller.Moved(new Trip("t", new(1, 2), new(3, 4), DateTimeOffset.UnixEpoch, [1]));
    }

    public async Task CountTo(int last)
    {
        for (var i = 1; i <= last; i++)
        {
            await Clients.Caller.One(i);
        }
    }

    public async Task<int> AskMe(int question) => await Clients.Caller.Ask(question) + 1;

    public async Task<string> AskMeBadly()
    {
        try
        {
            return $"{await Clients.Caller.Ask(1)}";
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    public async IAsyncEnumerable<int> Count(int upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 1; i <= upTo; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return i;
        }

        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<int> CountAndFail()
    {
        yield return 1;
        await Task.Yield();
        throw new HubException("No further.");
    }

    public ChannelReader<int> CountForEver(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<int>(1);
        _ = WriteAsync();
        return channel.Reader;

        async Task WriteAsync()
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    await channel.Writer.WriteAsync(i, cancellationToken);
                }
            }
            catch (OperationCanceledException)
            {
                log.StreamCanceled.TrySetResult();
            }
        }
    }

    /// <summary>The orderly end, after which the client does not come back.</summary>
    public void Leave() => Context.Abort();

    /// <summary>Cuts the connection beneath the hub.</summary>
    public void Cut() => Context.GetHttpContext()!.Abort();
}
