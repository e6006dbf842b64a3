namespace Stripe;

/// <summary>Which methods are listed.</summary>
public class PaymentMethodListOptions : ListOptions
{
    public string AllowRedisplay { get; set; }

    public string Customer { get; set; }

    public string Type { get; set; }
}
