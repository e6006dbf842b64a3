namespace Stripe;

/// <summary>The part of the amount that is a tip.</summary>
public class PaymentIntentAmountDetailsTip : StripeEntity<PaymentIntentAmountDetailsTip>
{
    public long Amount { get; set; }
}
