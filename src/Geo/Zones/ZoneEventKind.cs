namespace O2O.Dispatch.Geo.Zones;

/// <summary>What happened between a vehicle and a zone.</summary>
public enum ZoneEventKind
{
    /// <summary>It came in.</summary>
    Enter,

    /// <summary>It has stayed as long as counts as dwelling; once a stay.</summary>
    Dwell,

    /// <summary>It left.</summary>
    Exit,
}
