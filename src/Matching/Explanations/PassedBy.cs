namespace O2O.Dispatch.Matching.Explanations;

/// <summary>Why a request passed by a vehicle.</summary>
public enum PassedBy
{
    /// <summary>It did not: the vehicle got it.</summary>
    ItGotIt,

    /// <summary>A vehicle that costs no more got it.</summary>
    OtherWasSooner,

    /// <summary>The vehicle would have been sooner, but got or kept another request.</summary>
    GotAnother,

    /// <summary>The vehicle would have been sooner; the plan with another was the better one for all.</summary>
    BetterForAll,

    /// <summary>No vehicle got it in this round.</summary>
    NobodyGotIt,

    /// <summary>The vehicle was not among the best candidates that are kept: dearer than they, filtered, or not in the round.</summary>
    NotAmongTheBest,
}
