namespace Stripe;

/// <summary>Parameters of a refund.</summary>
public class RefundCreateOptions : BaseOptions, IHasMetadata
{
    public long? Amount { get; set; }

    public string Charge { get; set; }

    public string Currency { get; set; }

    public string Customer { get; set; }

    public string InstructionsEmail { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string Origin { get; set; }

    public string PaymentIntent { get; set; }

    public string Reason { get; set; }

    public bool? RefundApplicationFee { get; set; }

    public bool? ReverseTransfer { get; set; }
}
