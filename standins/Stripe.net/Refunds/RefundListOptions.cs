namespace Stripe;

/// <summary>Which refunds are listed.</summary>
public class RefundListOptions : ListOptions
{
    public string Charge { get; set; }

    public AnyOf<DateTime?, DateRangeOptions> Created { get; set; }

    public string PaymentIntent { get; set; }
}
