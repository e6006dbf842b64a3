namespace O2O.Dispatch.Embedded;

/// <summary>A grain's stored state without its type.</summary>
internal abstract class PersistentState
{
    public abstract Task ReadStateAsync();
}
