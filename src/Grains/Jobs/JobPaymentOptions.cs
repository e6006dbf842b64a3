using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Grains.Jobs;

/// <summary>What jobs allow of payments.</summary>
public sealed class JobPaymentOptions
{
    /// <summary>The section of configuration.</summary>
    public const string Section = "JobPayment";

    /// <summary>How long after the end of a job its customer may tip. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan TipWindow { get; set; } = TimeSpan.FromDays(30);
}
