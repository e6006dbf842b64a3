namespace Stripe;

/// <summary>Whether the hold lasts longer than usual.</summary>
public class ChargePaymentMethodDetailsCardExtendedAuthorization : StripeEntity<ChargePaymentMethodDetailsCardExtendedAuthorization>
{
    public string Status { get; set; }
}
