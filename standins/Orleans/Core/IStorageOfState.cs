namespace Orleans.Core;

/// <summary>One stored state and its value in memory.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The value in memory. Changing it stores nothing.</summary>
    TState State { get; set; }
}
