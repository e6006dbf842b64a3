namespace O2O.Dispatch.Grains.Customers;

/// <summary>What is stored of a customer.</summary>
public sealed class CustomerDocument
{
    /// <summary>As registered.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The gateway's tokens, the default first.</summary>
    public List<string> PaymentMethods { get; set; } = [];
}
