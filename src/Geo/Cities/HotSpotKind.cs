namespace O2O.Dispatch.Geo.Cities;

/// <summary>What a busy place is, which decides when people leave it and when they go there.</summary>
public enum HotSpotKind
{
    /// <summary>Shops and sights: busy by day.</summary>
    Centre,

    /// <summary>Trains: left in the morning and the evening, busy all day.</summary>
    Station,

    /// <summary>Events: filled before eight in the evening, emptied after ten.</summary>
    Stadium,

    /// <summary>Bars: left until four in the morning.</summary>
    Nightlife,

    /// <summary>Work: filled at nine, emptied at five.</summary>
    Offices,

    /// <summary>Homes: left in the morning, filled in the evening.</summary>
    Homes,
}
