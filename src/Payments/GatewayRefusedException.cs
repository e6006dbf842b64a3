namespace O2O.Dispatch.Payments;

/// <summary>The gateway answered, and does not tell what it was asked for: the request is wrong in its eyes, or not allowed. Asking again says the same, until somebody changes something.</summary>
public sealed class GatewayRefusedException : Exception
{
    /// <summary>Says what was asked and how it was refused; never card data.</summary>
    public GatewayRefusedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
