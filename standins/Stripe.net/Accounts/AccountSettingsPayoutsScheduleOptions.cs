namespace Stripe;

/// <summary>When the account is paid out.</summary>
public class AccountSettingsPayoutsScheduleOptions : INestedOptions
{
    public string Interval { get; set; }

    public long? MonthlyAnchor { get; set; }

    public string WeeklyAnchor { get; set; }
}
