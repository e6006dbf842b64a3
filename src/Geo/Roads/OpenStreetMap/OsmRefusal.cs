namespace O2O.Dispatch.Geo.Roads.OpenStreetMap;

/// <summary>Why a way is no road for cars.</summary>
internal enum OsmRefusal
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Its class is none for cars.</summary>
    NotARoad,

    /// <summary>Cars may not enter.</summary>
    NoAccess,
}
