namespace O2O.Dispatch.Geo.Zones;

/// <summary>What a zone is for. Zones of different kinds lie over each other; within a kind a point belongs to at most one.</summary>
public enum ZoneKind
{
    /// <summary>Part of where a market serves.</summary>
    ServiceArea,

    /// <summary>Fares here follow a rule of their own.</summary>
    Pricing,

    /// <summary>Nobody is picked up here.</summary>
    NoPickup,

    /// <summary>Vehicles wait here in a queue, as at an airport.</summary>
    Queue,
}
