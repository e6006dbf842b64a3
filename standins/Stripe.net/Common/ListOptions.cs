namespace Stripe;

/// <summary>Which page of a list is asked for.</summary>
public class ListOptions : BaseOptions
{
    /// <summary>1 to 100; 10 when null.</summary>
    public long? Limit { get; set; }

    public string StartingAfter { get; set; }

    public string EndingBefore { get; set; }
}
