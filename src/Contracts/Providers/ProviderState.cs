namespace O2O.Dispatch.Contracts.Providers;

/// <summary>What a provider is doing, on the wire.</summary>
[GenerateSerializer, Alias("o2o.provider-state")]
public enum ProviderState
{
    /// <summary>Not on a shift.</summary>
    Offline = 0,

    /// <summary>On a shift with nothing to do.</summary>
    Available = 1,

    /// <summary>On the way to a pick-up.</summary>
    Reserved = 2,

    /// <summary>On a trip.</summary>
    OnTrip = 3,

    /// <summary>Waiting at a stop.</summary>
    Stopped = 4,
}
