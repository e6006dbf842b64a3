namespace O2O.Dispatch.Contracts.Storage;

/// <summary>The store cannot be reached, or did not say whether it wrote. The caller repeats the same command later.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Says what failed.</summary>
    public StoreUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
