namespace Stripe;

/// <summary>Which connected account the payment is passed on to.</summary>
public class PaymentIntentTransferDataOptions : INestedOptions
{
    public long? Amount { get; set; }

    public string Destination { get; set; }
}
