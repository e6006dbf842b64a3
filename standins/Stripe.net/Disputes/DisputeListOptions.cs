namespace Stripe;

/// <summary>Which disputes are listed.</summary>
public class DisputeListOptions : ListOptions
{
    public string Charge { get; set; }

    public AnyOf<DateTime?, DateRangeOptions> Created { get; set; }

    public string PaymentIntent { get; set; }
}
