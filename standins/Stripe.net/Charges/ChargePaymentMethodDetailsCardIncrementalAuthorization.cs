namespace Stripe;

/// <summary>Whether the hold can be raised.</summary>
public class ChargePaymentMethodDetailsCardIncrementalAuthorization : StripeEntity<ChargePaymentMethodDetailsCardIncrementalAuthorization>
{
    public string Status { get; set; }
}
