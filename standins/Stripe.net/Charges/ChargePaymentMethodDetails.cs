namespace Stripe;

/// <summary>The method as it was at the time of the charge.</summary>
public class ChargePaymentMethodDetails : StripeEntity<ChargePaymentMethodDetails>
{
    public ChargePaymentMethodDetailsCard Card { get; set; }

    public string Type { get; set; }
}
