using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>
/// In deterministic mode something left the engine's loop: a grain continued on another thread (thread pool, real clock, Task.Run, a real
/// Task.Delay), or everything stands still while a request waits for something the engine does not know. The message names the grain.
/// </summary>
public sealed class DeterminismEscapeException : OrleansException
{
    internal DeterminismEscapeException(string message, string? grain)
        : base(message) => Grain = grain;

    /// <summary>The grain or piece of work, where it is known.</summary>
    public string? Grain { get; }
}
