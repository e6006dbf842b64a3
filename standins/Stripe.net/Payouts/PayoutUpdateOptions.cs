namespace Stripe;

/// <summary>Parameters of a change.</summary>
public class PayoutUpdateOptions : BaseOptions, IHasMetadata
{
    public Dictionary<string, string> Metadata { get; set; }
}
