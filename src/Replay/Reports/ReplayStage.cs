namespace O2O.Dispatch.Replay.Reports;

/// <summary>The stages of a replay, in order.</summary>
public enum ReplayStage
{
    /// <summary>Files are read, or a city is generated.</summary>
    Loading,

    /// <summary>The table of travel times is worked out.</summary>
    TravelTimes,

    /// <summary>Providers apply, are approved and begin their shifts.</summary>
    Onboarding,

    /// <summary>The period is played.</summary>
    Replaying,

    /// <summary>No new requests: what is under way comes to its end.</summary>
    Settling,
}
