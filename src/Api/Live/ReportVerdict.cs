namespace O2O.Dispatch.Api.Live;

/// <summary>What became of a location report; docs/reference/observability.md has their names.</summary>
internal enum ReportVerdict
{
    /// <summary>It was taken in.</summary>
    Taken,

    /// <summary>It names no place on earth.</summary>
    OutOfRange,

    /// <summary>It is of a time to come.</summary>
    InFuture,

    /// <summary>It is so old that the vehicle counts as silent.</summary>
    Stale,

    /// <summary>It is older than the last one of its vehicle.</summary>
    Old,

    /// <summary>The vehicle would have been faster than vehicles are.</summary>
    TooFast,

    /// <summary>The vehicle would have jumped.</summary>
    Teleport,

    /// <summary>Its provider is on no shift.</summary>
    OffShift,

    /// <summary>Too many wait for the shard.</summary>
    Full,
}
