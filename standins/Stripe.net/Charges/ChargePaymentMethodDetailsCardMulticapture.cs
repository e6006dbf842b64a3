namespace Stripe;

/// <summary>Whether the hold can be captured in parts.</summary>
public class ChargePaymentMethodDetailsCardMulticapture : StripeEntity<ChargePaymentMethodDetailsCardMulticapture>
{
    public string Status { get; set; }
}
