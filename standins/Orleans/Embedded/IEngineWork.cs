namespace O2O.Dispatch.Embedded;

/// <summary>Work outside any grain: loops, sweeps, simulated people. Registered in both modes.</summary>
public interface IEngineWork
{
    /// <summary>True under a seed and a virtual clock.</summary>
    bool IsDeterministic { get; }

    /// <summary>
    /// Runs a piece of work. Wall mode: on the thread pool. Deterministic mode: on the engine's loop, under a scheduler of its own, so that
    /// its awaits come back to the loop. The token is cancelled when the engine stops. The name appears in errors and in the event hash.
    /// </summary>
    Task Run(string name, Func<CancellationToken, Task> work);

    /// <summary>
    /// Marks I/O in flight (HTTP, a network database). Wall mode: the same task. Deterministic mode: virtual time stands still until it is
    /// done, and completions are delivered in the order in which they were issued.
    /// </summary>
    Task<T> External<T>(Task<T> inFlight);

    /// <inheritdoc cref="External{T}(Task{T})"/>
    Task External(Task inFlight);

    /// <summary>
    /// Starts I/O and marks it. Deterministic mode starts it on the thread pool, so that awaits inside it stay there: use this one for a
    /// function with awaits of its own.
    /// </summary>
    Task<T> External<T>(Func<Task<T>> io);
}
