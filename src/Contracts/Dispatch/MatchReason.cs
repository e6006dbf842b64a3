namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>Why a job got no provider in a round.</summary>
[GenerateSerializer, Alias("o2o.match-reason")]
public enum MatchReason
{
    /// <summary>There was no vehicle at all.</summary>
    NoVehicles,

    /// <summary>Nobody who may have it reaches it in time.</summary>
    AllTooFar,

    /// <summary>Whoever reaches it in time may not have it.</summary>
    AllExcluded,

    /// <summary>Who could have had it got another.</summary>
    LostToOthers,

    /// <summary>Whoever could have had it would miss a booked job that it has promised.</summary>
    AllCommitted,

    /// <summary>Whoever could have had it lacks a skill that it asks for.</summary>
    AllLackSkill,
}
