using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Push;

/// <summary>Carries events that are durable to whoever listens: over memory in one process, over Redis between nodes. Delivery is an aid, never the truth: who misses one resumes by sequence.</summary>
public interface IEventBus
{
    /// <summary>Publishes events. Never throws for a listener's fault.</summary>
    ValueTask Publish(ImmutableArray<StreamEvent> events);

    /// <summary>Listens to every event that is published in this process, and to what its <see cref="INodeLink"/> hears of others, until disposed. Handlers are quick, do not block, and may be called at once by several threads.</summary>
    IDisposable Listen(Action<StreamEvent> handler);
}
