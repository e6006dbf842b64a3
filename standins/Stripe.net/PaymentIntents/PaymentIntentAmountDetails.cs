namespace Stripe;

/// <summary>What the amount is made of.</summary>
public class PaymentIntentAmountDetails : StripeEntity<PaymentIntentAmountDetails>
{
    public PaymentIntentAmountDetailsTip Tip { get; set; }
}
