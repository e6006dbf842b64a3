using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Storage.Push;

/// <summary>Carries events to the listeners of this process, in line: every listener in the order it came, every event in the order given. Thread-safe.</summary>
public sealed partial class MemoryEventBus : IEventBus
{
    private readonly ILogger _log;
    private ImmutableArray<Subscription> _listeners = [];

    /// <summary>Makes a bus.</summary>
    /// <param name="log">Where a listener's fault is told; null for nowhere.</param>
    public MemoryEventBus(ILogger<MemoryEventBus>? log = null) => _log = log ?? NullLogger<MemoryEventBus>.Instance;

    /// <inheritdoc/>
    public ValueTask Publish(ImmutableArray<StreamEvent> events)
    {
        var listeners = _listeners;
        foreach (var happened in events)
        {
            foreach (var listener in listeners)
            {
                try
                {
                    listener.Handler(happened);
                }
                catch (Exception fault)
                {
                    // One listener's fault is not the publisher's, nor the next listener's.
                    ListenerFailed(_log, fault, happened.Stream, happened.Sequence);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public IDisposable Listen(Action<StreamEvent> handler)
    {
        var subscription = new Subscription(this, handler);
        ImmutableInterlocked.Update(ref _listeners, (listeners, added) => listeners.Add(added), subscription);
        return subscription;
    }

    private sealed class Subscription(MemoryEventBus bus, Action<StreamEvent> handler) : IDisposable
    {
        public Action<StreamEvent> Handler { get; } = handler;

        public void Dispose() => ImmutableInterlocked.Update(ref bus._listeners, (listeners, gone) => listeners.Remove(gone), this);
    }
}
