namespace Stripe;

/// <summary>What the account may do.</summary>
public class AccountCapabilities : StripeEntity<AccountCapabilities>
{
    public string CardPayments { get; set; }

    public string Transfers { get; set; }
}
