namespace Stripe;

/// <summary>Parameters of a change.</summary>
public class PaymentMethodUpdateOptions : BaseOptions, IHasMetadata
{
    public string AllowRedisplay { get; set; }

    public PaymentMethodBillingDetailsOptions BillingDetails { get; set; }

    public PaymentMethodCardOptions Card { get; set; }

    public Dictionary<string, string> Metadata { get; set; }
}
