namespace Stripe;

/// <summary>Which transfers are listed.</summary>
public class TransferListOptions : ListOptions
{
    public AnyOf<DateTime?, DateRangeOptions> Created { get; set; }

    public string Destination { get; set; }

    public string TransferGroup { get; set; }
}
