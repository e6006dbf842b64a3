namespace Stripe;

/// <summary>Whether the card can be authenticated.</summary>
public class PaymentMethodCardThreeDSecureUsage : StripeEntity<PaymentMethodCardThreeDSecureUsage>
{
    public bool Supported { get; set; }
}
