namespace O2O.Dispatch.Geo.TravelTimes.Osrm;

/// <summary>Why the answer of an OSRM-compatible server was not used.</summary>
public enum OsrmFault
{
    /// <summary>It was used.</summary>
    None,

    /// <summary>It did not come within the time allowed.</summary>
    Slow,

    /// <summary>No connection, or it broke before the answer was whole.</summary>
    Unreachable,

    /// <summary>The server answered with an error.</summary>
    Refused,

    /// <summary>The answer is not what the protocol says: no JSON, sizes that do not fit, a time that is no time, or longer than any such answer.</summary>
    Malformed,

    /// <summary>It was not asked: after several faults in a row the server is left alone for a while.</summary>
    Paused,
}
