namespace Stripe;

/// <summary>Which setup intents are listed.</summary>
public class SetupIntentListOptions : ListOptions
{
    public AnyOf<DateTime?, DateRangeOptions> Created { get; set; }

    public string Customer { get; set; }

    public string PaymentMethod { get; set; }
}
