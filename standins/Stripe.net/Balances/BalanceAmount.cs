namespace Stripe;

/// <summary>An amount of one currency, and the methods it came by.</summary>
public class BalanceAmount : StripeEntity<BalanceAmount>
{
    public long Amount { get; set; }

    public string Currency { get; set; }

    public Dictionary<string, long> SourceTypes { get; set; }
}
