namespace Stripe;

/// <summary>Parameters of a capture.</summary>
public class PaymentIntentCaptureOptions : BaseOptions, IHasMetadata
{
    public long? AmountToCapture { get; set; }

    public long? ApplicationFeeAmount { get; set; }

    public bool? FinalCapture { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string StatementDescriptor { get; set; }

    public string StatementDescriptorSuffix { get; set; }

    public PaymentIntentTransferDataOptions TransferData { get; set; }
}
