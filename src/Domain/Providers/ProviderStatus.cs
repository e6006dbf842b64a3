namespace O2O.Dispatch.Domain.Providers;

/// <summary>What a provider is doing, shaped after the Mobility Data Specification's vehicle states.</summary>
public enum ProviderStatus
{
    /// <summary>Not on a shift.</summary>
    Offline,

    /// <summary>On a shift with room in its plan.</summary>
    Available,

    /// <summary>Bound to a job whose customer is not on board.</summary>
    Reserved,

    /// <summary>The customer or goods are on board.</summary>
    OnTrip,

    /// <summary>Waiting at a stop.</summary>
    Stopped,
}
