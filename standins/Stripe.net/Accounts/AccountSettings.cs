namespace Stripe;

/// <summary>The account's settings.</summary>
public class AccountSettings : StripeEntity<AccountSettings>
{
    public AccountSettingsPayouts Payouts { get; set; }
}
