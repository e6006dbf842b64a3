namespace Stripe;

/// <summary>Parameters of a look-up.</summary>
public class PaymentIntentGetOptions : BaseOptions
{
    public string ClientSecret { get; set; }
}
