using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A grain's stored state. It is read before OnActivateAsync.</summary>
public interface IPersistentState<TState> : IStorage<TState>
{
}
