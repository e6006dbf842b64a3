namespace Orleans.Runtime;

/// <summary>The engine is not running: it was not started yet, or it has stopped.</summary>
[GenerateSerializer]
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>With words.</summary>
    public SiloUnavailableException(string message)
        : base(message)
    {
    }
}
