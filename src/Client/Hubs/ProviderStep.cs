namespace O2O.Dispatch.Client.Hubs;

/// <summary>What a provider does with its job, as the hub names it.</summary>
public enum ProviderStep
{
    /// <summary>Sets off for the pick-up.</summary>
    Depart,

    /// <summary>Is at the pick-up.</summary>
    Arrive,

    /// <summary>Begins the service; takes the PIN.</summary>
    Start,

    /// <summary>Is done with the next stop.</summary>
    CompleteStop,

    /// <summary>Ends the service.</summary>
    Complete,

    /// <summary>The customer did not come.</summary>
    NoShow,

    /// <summary>Gives the job up.</summary>
    Cancel,
}
