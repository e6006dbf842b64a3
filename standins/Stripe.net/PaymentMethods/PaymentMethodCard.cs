namespace Stripe;

/// <summary>A card, without its number.</summary>
public class PaymentMethodCard : StripeEntity<PaymentMethodCard>
{
    public string Brand { get; set; }

    public string Country { get; set; }

    public string Description { get; set; }

    public string DisplayBrand { get; set; }

    public long ExpMonth { get; set; }

    public long ExpYear { get; set; }

    public string Fingerprint { get; set; }

    public string Funding { get; set; }

    public string Iin { get; set; }

    public string Issuer { get; set; }

    public string Last4 { get; set; }

    public PaymentMethodCardThreeDSecureUsage ThreeDSecureUsage { get; set; }
}
