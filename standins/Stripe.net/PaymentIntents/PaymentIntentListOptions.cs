namespace Stripe;

/// <summary>Which payment intents are listed.</summary>
public class PaymentIntentListOptions : ListOptions
{
    public AnyOf<DateTime?, DateRangeOptions> Created { get; set; }

    public string Customer { get; set; }
}
