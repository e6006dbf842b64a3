namespace O2O.Dispatch.Storage;

/// <summary>The store cannot be opened; the message says why and what to do.</summary>
public sealed class StoreOpenException : Exception
{
    /// <summary>Says why, and what to do.</summary>
    public StoreOpenException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
