namespace Stripe;

/// <summary>Parameters of a change.</summary>
public class TransferUpdateOptions : BaseOptions, IHasMetadata
{
    public string Description { get; set; }

    public Dictionary<string, string> Metadata { get; set; }
}
