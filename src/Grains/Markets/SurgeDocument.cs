using O2O.Dispatch.Contracts.Markets;

namespace O2O.Dispatch.Grains.Markets;

/// <summary>What is stored of a service's surge.</summary>
public sealed class SurgeDocument
{
    /// <summary>Zone by zone.</summary>
    public List<SurgeZoneDocument> Zones { get; set; } = [];

    /// <summary>What operators did before that was kept in a document of its own, the newest first.</summary>
    public List<SurgeChange> Changes { get; set; } = [];
}
