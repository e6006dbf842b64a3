namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>Why a job passed by a provider in a round.</summary>
[GenerateSerializer, Alias("o2o.passed-by-reason")]
public enum PassedByReason
{
    /// <summary>Another costs no more and got it.</summary>
    OtherWasSooner,

    /// <summary>The provider would have been sooner, but got or kept another job.</summary>
    GotAnother,

    /// <summary>Nobody got it in that round.</summary>
    NobodyGotIt,

    /// <summary>The provider was not among the best that are kept: farther away, excluded, or not in the round.</summary>
    NotAmongTheBest,

    /// <summary>The provider would have missed a booked job that it has promised.</summary>
    WouldMissCommitment,

    /// <summary>The provider lacks a skill that it asks for.</summary>
    LacksSkill,
}
