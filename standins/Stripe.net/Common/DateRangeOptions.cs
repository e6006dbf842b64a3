namespace Stripe;

/// <summary>A range of instants, each bound optional.</summary>
public class DateRangeOptions : INestedOptions
{
    public DateTime? GreaterThan { get; set; }

    public DateTime? GreaterThanOrEqual { get; set; }

    public DateTime? LessThan { get; set; }

    public DateTime? LessThanOrEqual { get; set; }
}
