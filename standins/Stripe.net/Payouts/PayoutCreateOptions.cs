namespace Stripe;

/// <summary>Parameters of a payout.</summary>
public class PayoutCreateOptions : BaseOptions, IHasMetadata
{
    public long? Amount { get; set; }

    public string Currency { get; set; }

    public string Description { get; set; }

    public string Destination { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string Method { get; set; }

    public string PayoutMethod { get; set; }

    public string SourceType { get; set; }

    public string StatementDescriptor { get; set; }
}
