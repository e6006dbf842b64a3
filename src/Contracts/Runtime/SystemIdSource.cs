namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>Version 7 ids of the injected clock and the system's random source. Thread-safe.</summary>
public sealed class SystemIdSource(TimeProvider time) : IIdSource
{
    /// <inheritdoc/>
    public Guid Next() => Guid.CreateVersion7(time.GetUtcNow());
}
