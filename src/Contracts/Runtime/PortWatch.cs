using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>
/// Notices within a second that a process has died whose machine lives: to a port of each it holds a connection on which nothing is said; when that ends, and the port then refuses another twice, nobody listens there any more.
/// A process that stands still or is cut off refuses nothing: to find those is for others. One that was never reached is left alone, because it may only be starting.
/// </summary>
/// <typeparam name="TProcess">What names a process; another that listens at the same port later has another name.</typeparam>
/// <param name="endpoint">Where a process listens.</param>
/// <param name="gone">Told once of each that is gone; told again after a while where it throws.</param>
/// <param name="time">Measures the pauses.</param>
/// <param name="log">Hears what failed.</param>
public sealed partial class PortWatch<TProcess>(Func<TProcess, IPEndPoint> endpoint, Func<TProcess, CancellationToken, Task> gone, TimeProvider time, ILogger log)
    where TProcess : notnull
{
    private const int RefusalsThatCount = 2;

    // Between two connections to a port. Two refusals this long apart are no listener that is just being replaced.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // A machine that is gone answers nothing; to wait for it longer would find nothing either.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Watches until it is canceled.</summary>
    /// <param name="processes">Which there are now; those that it names no more are watched no more. Where it throws, those of before are.</param>
    /// <param name="period">Between two questions for them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task Run(Func<CancellationToken, Task<IReadOnlyCollection<TProcess>>> processes, TimeSpan period, CancellationToken cancellationToken)
    {
        var watched = new Dictionary<TProcess, (CancellationTokenSource Stop, Task Work)>();
        try
        {
            while (true)
            {
                try
                {
                    var there = await processes(cancellationToken);
                    foreach (var process in watched.Keys.Where(process => !there.Contains(process)).ToList())
                    {
                        watched.Remove(process, out var left);
                        await End(left);
                    }

                    foreach (var process in there.Where(process => !watched.ContainsKey(process)))
                    {
                        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                        watched.Add(process, (stop, Hold(process, stop.Token)));
                    }
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    Unknown(log, fault.GetBaseException().Message);
                }

                await Task.Delay(period, time, cancellationToken);
            }
        }
        finally
        {
            foreach (var one in watched.Values)
            {
                await End(one);
            }
        }
    }

    private static async Task End((CancellationTokenSource Stop, Task Work) watch)
    {
        await watch.Stop.CancelAsync();
        await watch.Work;
        watch.Stop.Dispose();
    }

    /// <summary>Until the other side ends it.</summary>
    private static async Task Ended(Socket socket, CancellationToken cancellationToken)
    {
        var bytes = new byte[256];
        try
        {
            while (await socket.ReceiveAsync(bytes, SocketFlags.None, cancellationToken) > 0)
            {
                // Nothing that is said counts.
            }
        }
        catch (SocketException)
        {
            // Ended, too.
        }
    }

    private async Task Hold(TProcess process, CancellationToken cancellationToken)
    {
        var reached = false;
        var refused = 0;
        try
        {
            while (true)
            {
                using (var socket = new Socket(endpoint(process).AddressFamily, SocketType.Stream, ProtocolType.Tcp))
                {
                    var answer = await Connect(socket, process, cancellationToken);
                    refused = answer == SocketError.ConnectionRefused && reached ? refused + 1 : 0;

                    // Whoever resets a connection that is just being made was there.
                    reached |= answer is SocketError.Success or SocketError.ConnectionReset;
                    if (answer == SocketError.Success)
                    {
                        await Ended(socket, cancellationToken);
                    }
                }

                if (refused >= RefusalsThatCount && await Tell(process, cancellationToken))
                {
                    return;
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Watched no more.
        }
    }

    private async Task<SocketError> Connect(Socket socket, TProcess process, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(endpoint(process), either.Token);
            return SocketError.Success;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SocketError.TimedOut;
        }
    }

    private async Task<bool> Tell(TProcess process, CancellationToken cancellationToken)
    {
        try
        {
            await gone(process, cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            NotTold(log, process, fault.GetBaseException().Message);
            return false;
        }
    }

    [LoggerMessage(1521, LogLevel.Warning, "Which processes there are could not be asked: {Reason}")]
    private static partial void Unknown(ILogger log, string reason);

    [LoggerMessage(1522, LogLevel.Warning, "{Process} is gone, and the others could not be told; they are told again: {Reason}")]
    private static partial void NotTold(ILogger log, TProcess process, string reason);
}
