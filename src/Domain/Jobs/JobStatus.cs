namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Where a job stands. Payment is a region of its own (<see cref="Payments.PaymentStatus"/>), never a job state.</summary>
public enum JobStatus
{
    /// <summary>Taken in, not yet offered: its payment is not authorised, or its booked time is not near.</summary>
    Scheduled,

    /// <summary>Open: a dispatch shard looks for a provider.</summary>
    Matching,

    /// <summary>A provider has accepted and has not set off.</summary>
    Accepted,

    /// <summary>The provider is on its way to the pick-up.</summary>
    EnRouteToPickup,

    /// <summary>The provider waits at the pick-up.</summary>
    ArrivedAtPickup,

    /// <summary>The service is being done.</summary>
    InProgress,

    /// <summary>End: done.</summary>
    Completed,

    /// <summary>End: the customer canceled.</summary>
    CanceledByCustomer,

    /// <summary>End: the provider gave the job up and it could not be offered on.</summary>
    CanceledByProvider,

    /// <summary>End: the platform canceled.</summary>
    CanceledByPlatform,

    /// <summary>End: the customer was not there.</summary>
    NoShow,

    /// <summary>End: no provider was found while the customer's patience lasted.</summary>
    NoProvidersAvailable,

    /// <summary>End: it was never opened in time, for instance because the customer did not confirm the payment.</summary>
    Expired,

    /// <summary>End: the payment was declined.</summary>
    Failed,
}
