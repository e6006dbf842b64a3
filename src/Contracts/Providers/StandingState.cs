namespace O2O.Dispatch.Contracts.Providers;

/// <summary>Whether a provider may work, on the wire.</summary>
[GenerateSerializer, Alias("o2o.standing-state")]
public enum StandingState
{
    /// <summary>Applied.</summary>
    Applied = 0,

    /// <summary>Approved.</summary>
    Approved = 1,

    /// <summary>Suspended.</summary>
    Suspended = 2,
}
