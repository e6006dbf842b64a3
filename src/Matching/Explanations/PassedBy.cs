namespace O2O.Dispatch.Matching.Explanations;

/// <summary>Why a request passed by a vehicle.</summary>
public enum PassedBy
{
    /// <summary>It did not: the vehicle got it.</summary>
    ItGotIt,

    /// <summary>A vehicle that costs no more got it.</summary>
    OtherWasSooner,

    /// <summary>The vehicle would have been sooner, but got or kept another request, which was better for all, or was first.</summary>
    GotAnother,

    /// <summary>No vehicle got it in this round.</summary>
    NobodyGotIt,

    /// <summary>The vehicle would have missed a booked job that it has promised.</summary>
    WouldMissCommitment,

    /// <summary>The vehicle lacks a skill that the request asks for.</summary>
    LacksSkill,

    /// <summary>The vehicle was not among the best candidates that are kept: dearer than they, filtered, or not in the round.</summary>
    NotAmongTheBest,
}
