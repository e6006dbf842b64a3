namespace O2O.Dispatch.Matching.Candidates;

/// <summary>What the filter says of one request and one vehicle.</summary>
internal enum PairVerdict : byte
{
    /// <summary>It would come too late, or from too far.</summary>
    TooFar = 0,

    /// <summary>It would come in time, but may not have the request.</summary>
    Excluded = 1,

    /// <summary>It would come in time and may have the request otherwise, but lacks a skill that it asks for.</summary>
    LacksSkill = 2,

    /// <summary>It would come in time and may have the request, but would miss a booked job that it has promised.</summary>
    WouldMissCommitment = 3,

    /// <summary>It may be matched.</summary>
    Feasible = 4,
}
