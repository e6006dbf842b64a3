using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Grains.Markets;

/// <summary>How travel times follow traffic.</summary>
public sealed class TrafficOptions
{
    /// <summary>Whether completed jobs teach how long ways take. Default: true. A replay never learns: its travel times are given.</summary>
    public bool Learn { get; set; } = true;

    /// <summary>Between two refreshes of travel times from what was learned. Default: 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan RefreshPeriod { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock by whose hours traffic is learned, an IANA name. Default: UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Roads within squares of this side learn together how strongly they feel an hour, in metres; 0 takes all roads of a market for one. Default: 1,500.</summary>
    [Range(0, 1_000_000)]
    public double SquareMetres { get; set; } = 1_500;
}
