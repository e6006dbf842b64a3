namespace Stripe;

/// <summary>Parameters of a change.</summary>
public class PaymentIntentUpdateOptions : BaseOptions, IHasMetadata
{
    public long? Amount { get; set; }

    public long? ApplicationFeeAmount { get; set; }

    public string CaptureMethod { get; set; }

    public string Currency { get; set; }

    public string Customer { get; set; }

    public string Description { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string PaymentMethod { get; set; }

    public PaymentIntentPaymentMethodOptionsOptions PaymentMethodOptions { get; set; }

    public List<string> PaymentMethodTypes { get; set; }

    public string ReceiptEmail { get; set; }

    public string SetupFutureUsage { get; set; }

    public string StatementDescriptor { get; set; }

    public string StatementDescriptorSuffix { get; set; }

    public PaymentIntentTransferDataOptions TransferData { get; set; }

    public string TransferGroup { get; set; }
}
