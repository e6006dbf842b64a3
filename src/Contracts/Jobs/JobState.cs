namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>A job's state on the wire. The values never change; see the domain's JobStatus for their meaning.</summary>
[GenerateSerializer, Alias("o2o.job-state")]
public enum JobState
{
    /// <summary>Taken in, not yet offered.</summary>
    Scheduled = 0,

    /// <summary>Open to matching.</summary>
    Matching = 1,

    /// <summary>A provider has it.</summary>
    Accepted = 2,

    /// <summary>The provider is on its way.</summary>
    EnRouteToPickup = 3,

    /// <summary>The provider waits.</summary>
    ArrivedAtPickup = 4,

    /// <summary>Being done.</summary>
    InProgress = 5,

    /// <summary>End: done.</summary>
    Completed = 6,

    /// <summary>End: the customer canceled.</summary>
    CanceledByCustomer = 7,

    /// <summary>End: the provider gave it up.</summary>
    CanceledByProvider = 8,

    /// <summary>End: the platform canceled.</summary>
    CanceledByPlatform = 9,

    /// <summary>End: the customer was not there.</summary>
    NoShow = 10,

    /// <summary>End: no provider was found.</summary>
    NoProvidersAvailable = 11,

    /// <summary>End: never opened in time.</summary>
    Expired = 12,

    /// <summary>End: the payment was declined.</summary>
    Failed = 13,
}
