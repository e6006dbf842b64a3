using System.Collections.Concurrent;

namespace O2O.Dispatch.LoadTests.People;

/// <summary>How a customer tells the driver the PIN when they meet: no part of the service under test.</summary>
internal sealed class PinBoard
{
    private readonly ConcurrentDictionary<Guid, string> _pins = new();

    /// <summary>The customer knows it.</summary>
    public void Tell(Guid job, string pin) => _pins[job] = pin;

    /// <summary>The driver asks; null when the customer does not know it either.</summary>
    public string? Ask(Guid job) => _pins.GetValueOrDefault(job);

    /// <summary>Nobody asks any more.</summary>
    public void Forget(Guid job) => _pins.TryRemove(job, out _);
}
