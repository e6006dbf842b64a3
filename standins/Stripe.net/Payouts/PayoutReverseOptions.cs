namespace Stripe;

/// <summary>Parameters of a reversal.</summary>
public class PayoutReverseOptions : BaseOptions, IHasMetadata
{
    public Dictionary<string, string> Metadata { get; set; }
}
