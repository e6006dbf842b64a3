namespace Stripe;

/// <summary>Parameters of a raised hold.</summary>
public class PaymentIntentIncrementAuthorizationOptions : BaseOptions, IHasMetadata
{
    public long? Amount { get; set; }

    public long? ApplicationFeeAmount { get; set; }

    public string Description { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string StatementDescriptor { get; set; }

    public PaymentIntentTransferDataOptions TransferData { get; set; }
}
