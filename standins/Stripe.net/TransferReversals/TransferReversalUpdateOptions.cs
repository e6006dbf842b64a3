namespace Stripe;

/// <summary>Parameters of a change.</summary>
public class TransferReversalUpdateOptions : BaseOptions, IHasMetadata
{
    public Dictionary<string, string> Metadata { get; set; }
}
