namespace Stripe;

/// <summary>Which movements are listed.</summary>
public class BalanceTransactionListOptions : ListOptions
{
    public AnyOf<DateTime?, DateRangeOptions> Created { get; set; }

    public string Currency { get; set; }

    public string Payout { get; set; }

    public string Source { get; set; }

    public string Type { get; set; }
}
