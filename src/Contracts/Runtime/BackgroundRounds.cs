namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>Work that is done again and again.</summary>
public static class BackgroundRounds
{
    /// <summary>Starts rounds that go on until the engine stops: a pause, then a round. One that fails is told of, and the next goes on.</summary>
    /// <param name="work">Runs them.</param>
    /// <param name="name">Short, for logs and the hash.</param>
    /// <param name="period">The pause; asked for anew each time.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="round">One round.</param>
    /// <param name="failed">Tells of one that failed.</param>
    public static void Every(this IBackgroundWork work, string name, Func<TimeSpan> period, TimeProvider time, Func<CancellationToken, Task> round, Action<Exception> failed) => work.Start(
        name,
        async cancellationToken =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(period(), time, cancellationToken);
                try
                {
                    await round(cancellationToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    failed(fault);
                }
            }
        });
}
