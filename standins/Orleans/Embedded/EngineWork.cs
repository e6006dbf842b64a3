namespace O2O.Dispatch.Embedded;

/// <summary>Work outside grains, in either mode.</summary>
internal sealed class EngineWork(EmbeddedEngine engine) : IEngineWork, IOffload
{
    private readonly CancellationTokenSource _stopping = new();

    public bool IsDeterministic => engine.IsDeterministic;

    public Task Run(string name, Func<CancellationToken, Task> work)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(work);
        return engine.Deterministic is { } loop
            ? loop.StartWork(name, work, _stopping.Token)
            : Task.Run(() => work(_stopping.Token), _stopping.Token);
    }

    public Task<T> Run<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!engine.IsDeterministic)
            return Task.Run(work);
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    public Task<T> External<T>(Task<T> inFlight)
    {
        ArgumentNullException.ThrowIfNull(inFlight);
        return engine.Deterministic is { } loop && !inFlight.IsCompleted ? loop.AwaitExternal(inFlight) : inFlight;
    }

    public Task External(Task inFlight)
    {
        ArgumentNullException.ThrowIfNull(inFlight);
        return engine.Deterministic is null || inFlight.IsCompleted ? inFlight : External(WithResult(inFlight));
    }

    public Task<T> External<T>(Func<Task<T>> io)
    {
        ArgumentNullException.ThrowIfNull(io);
        return engine.Deterministic is { } loop ? loop.AwaitExternal(Task.Run(io)) : io();
    }

    public void Stop() => _stopping.Cancel();

    private static Task<VoidResult> WithResult(Task task) => task.ContinueWith(
        static done =>
        {
            done.GetAwaiter().GetResult();
            return default(VoidResult);
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
