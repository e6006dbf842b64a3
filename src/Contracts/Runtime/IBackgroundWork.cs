namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>Work outside any grain, registered with the engine: on the thread pool in wall time, on the engine's one thread in a seeded order in a replay.</summary>
public interface IBackgroundWork
{
    /// <summary>Starts a piece of work. Its continuations stay where the engine put it. A fault is logged, never lost.</summary>
    /// <param name="name">Short, for logs and the hash.</param>
    /// <param name="work">The work.</param>
    void Start(string name, Func<CancellationToken, Task> work);
}
