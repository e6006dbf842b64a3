using O2O.Dispatch.Contracts.Markets;

namespace O2O.Dispatch.Grains.Markets;

/// <summary>What operators did about the prices of a service. It is written with each of their changes alone, and not whenever a multiplier moves.</summary>
public sealed class SurgeLogDocument
{
    /// <summary>How many there were before the first that is kept.</summary>
    public long Dropped { get; set; }

    /// <summary>The changes, the oldest first.</summary>
    public List<SurgeChange> Changes { get; set; } = [];
}
