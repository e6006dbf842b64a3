using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>How every host runs a piece of background work: that the host stops is no fault, and any other end that was not meant is logged.</summary>
public static partial class WatchedWork
{
    /// <summary>Runs it to its end; never throws.</summary>
    /// <param name="name">Of the work, for the log.</param>
    /// <param name="work">It ends when the token is canceled.</param>
    /// <param name="log">Hears of a failure.</param>
    /// <param name="stopping">Canceled when the host stops.</param>
    public static async Task Run(string name, Func<CancellationToken, Task> work, ILogger<IBackgroundWork> log, CancellationToken stopping)
    {
        try
        {
            await work(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception fault)
        {
            Failed(log, name, fault);
        }
    }

    [LoggerMessage(1501, LogLevel.Error, "Background work {Name} failed")]
    private static partial void Failed(ILogger log, string name, Exception fault);
}
