using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Api.Placements;

/// <summary>How stores are shown that pay for it. Section <c>Placement</c>.</summary>
public sealed class PlacementOptions
{
    /// <summary>Placed stores in an answer at the most; 0 shows none. Default: 2.</summary>
    [Range(0, 5)]
    public int Shown { get; set; } = 2;

    /// <summary>Hours after a click within which an order at the store has to be completed to be its visit. Default: 24.</summary>
    [Range(1, 168)]
    public int VisitHours { get; set; } = 24;

    /// <summary>Minutes after it was shown that a placed store can be clicked. Default: 60.</summary>
    [Range(1, 1_440)]
    public int ClickMinutes { get; set; } = 60;
}
