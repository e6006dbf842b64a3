namespace Stripe;

/// <summary>Parameters of a transfer.</summary>
public class TransferCreateOptions : BaseOptions, IHasMetadata
{
    public long? Amount { get; set; }

    public string Currency { get; set; }

    public string Description { get; set; }

    public string Destination { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string SourceTransaction { get; set; }

    public string SourceType { get; set; }

    public string TransferGroup { get; set; }
}
