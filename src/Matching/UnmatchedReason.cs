namespace O2O.Dispatch.Matching;

/// <summary>Why a request got no vehicle in a round.</summary>
public enum UnmatchedReason
{
    /// <summary>There was no vehicle at all.</summary>
    NoVehicles,

    /// <summary>No vehicle that may have it reaches it in time and within its radius, nor does one that may not.</summary>
    AllTooFar,

    /// <summary>Every vehicle that reaches it in time is excluded or lacks what it requires.</summary>
    AllExcluded,

    /// <summary>Every vehicle that reaches it in time and may have it otherwise lacks a skill that it asks for.</summary>
    AllLackSkill,

    /// <summary>Every vehicle that reaches it in time and may have it would miss a booked job that it has promised.</summary>
    AllCommitted,

    /// <summary>There were vehicles for it, and they went to other requests.</summary>
    LostToOthers,
}
