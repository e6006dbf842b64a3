namespace Stripe;

/// <summary>Parameters of a new method.</summary>
public class PaymentMethodCreateOptions : BaseOptions, IHasMetadata
{
    public string AllowRedisplay { get; set; }

    public PaymentMethodBillingDetailsOptions BillingDetails { get; set; }

    public PaymentMethodCardOptions Card { get; set; }

    public string Customer { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string PaymentMethod { get; set; }

    public string Type { get; set; }
}
