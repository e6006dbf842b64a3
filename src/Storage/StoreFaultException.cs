namespace O2O.Dispatch.Storage;

/// <summary>The store refused what it was given, or holds what cannot be: a ledger key that exists, an amount of nothing, a state this program does not know. Repeating does not help.</summary>
public sealed class StoreFaultException : Exception
{
    /// <summary>Says what was refused.</summary>
    public StoreFaultException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
