using System.Text.Json.Serialization;
using O2O.Dispatch.Contracts.Customers;

namespace O2O.Dispatch.Grains.Customers;

/// <summary>What is stored of a customer.</summary>
public sealed class CustomerDocument
{
    /// <summary>As registered.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The gateway's tokens, the default first.</summary>
    public List<string> PaymentMethods { get; set; } = [];

    /// <summary>What is known of those that the gateway keeps; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<SavedMethod>? Saved { get; set; }

    /// <summary>The gateway's customer; null before it keeps the first method.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? GatewayCustomer { get; set; }
}
