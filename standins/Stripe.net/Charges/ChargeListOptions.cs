namespace Stripe;

/// <summary>Which charges are listed.</summary>
public class ChargeListOptions : ListOptions
{
    public AnyOf<DateTime?, DateRangeOptions> Created { get; set; }

    public string Customer { get; set; }

    public string PaymentIntent { get; set; }

    public string TransferGroup { get; set; }
}
