namespace Stripe;

/// <summary>Whether more than held can be captured, and how much.</summary>
public class ChargePaymentMethodDetailsCardOvercapture : StripeEntity<ChargePaymentMethodDetailsCardOvercapture>
{
    public long MaximumAmountCapturable { get; set; }

    public string Status { get; set; }
}
