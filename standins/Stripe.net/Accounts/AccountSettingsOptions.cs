namespace Stripe;

/// <summary>The account's settings.</summary>
public class AccountSettingsOptions : INestedOptions
{
    public AccountSettingsPayoutsOptions Payouts { get; set; }
}
