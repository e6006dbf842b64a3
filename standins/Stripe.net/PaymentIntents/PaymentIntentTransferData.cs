namespace Stripe;

/// <summary>Which connected account the payment is passed on to.</summary>
public class PaymentIntentTransferData : StripeEntity<PaymentIntentTransferData>
{
    public long Amount { get; set; }

    public string DestinationId
    {
        get => Destination?.Id ?? field;
        set => (Destination, field) = (Destination?.Id == value ? Destination : null, value);
    }

    public Account Destination { get; set; }
}
