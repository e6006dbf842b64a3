namespace O2O.Dispatch.Payments;

/// <summary>The gateway did not answer, or not in a way that says what it did. Asking again with the same key is safe.</summary>
public sealed class GatewayUnavailableException : Exception
{
    /// <summary>Says what was asked and what went wrong; never card data.</summary>
    public GatewayUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>It is known to answer nobody, and was not asked at all.</summary>
    public static GatewayUnavailableException NotAsked() => new("The gateway answers nobody; it was not asked again.");
}
