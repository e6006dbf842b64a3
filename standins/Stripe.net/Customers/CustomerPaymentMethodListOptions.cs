namespace Stripe;

/// <summary>Which methods of a customer are listed.</summary>
public class CustomerPaymentMethodListOptions : ListOptions
{
    public string AllowRedisplay { get; set; }

    public string Type { get; set; }
}
