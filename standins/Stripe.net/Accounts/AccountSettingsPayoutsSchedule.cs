namespace Stripe;

/// <summary>When the account is paid out.</summary>
public class AccountSettingsPayoutsSchedule : StripeEntity<AccountSettingsPayoutsSchedule>
{
    public long DelayDays { get; set; }

    public string Interval { get; set; }

    public long MonthlyAnchor { get; set; }

    public string WeeklyAnchor { get; set; }
}
