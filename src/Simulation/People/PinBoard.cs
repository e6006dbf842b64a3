using System.Collections.Concurrent;

namespace O2O.Dispatch.Simulation.People;

/// <summary>Where simulated customers tell their provider the PIN, as people do at the kerb. Thread-safe.</summary>
public sealed class PinBoard
{
    private readonly ConcurrentDictionary<Guid, string> _pins = new();

    /// <summary>A customer learned the PIN of its job.</summary>
    public void Tell(Guid job, string pin) => _pins[job] = pin;

    /// <summary>The PIN of a job; null when its customer knows none.</summary>
    public string? Ask(Guid job) => _pins.GetValueOrDefault(job);

    /// <summary>The job has started or ended: its PIN is of no more use.</summary>
    public void Forget(Guid job) => _pins.TryRemove(job, out _);
}
