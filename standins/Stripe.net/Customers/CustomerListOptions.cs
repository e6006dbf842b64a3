namespace Stripe;

/// <summary>Which customers are listed.</summary>
public class CustomerListOptions : ListOptions
{
    public AnyOf<DateTime?, DateRangeOptions> Created { get; set; }

    public string Email { get; set; }
}
