namespace Stripe;

/// <summary>How the account is paid out.</summary>
public class AccountSettingsPayoutsOptions : INestedOptions
{
    public bool? DebitNegativeBalances { get; set; }

    public AccountSettingsPayoutsScheduleOptions Schedule { get; set; }

    public string StatementDescriptor { get; set; }
}
