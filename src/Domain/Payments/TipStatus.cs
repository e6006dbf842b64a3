namespace O2O.Dispatch.Domain.Payments;

/// <summary>Where a tip stands.</summary>
public enum TipStatus
{
    /// <summary>The gateway is asked to charge it.</summary>
    Begun,

    /// <summary>It was charged, and the provider is owed it.</summary>
    Paid,

    /// <summary>It was declined; another may be tried.</summary>
    Failed,

    /// <summary>The customer has to confirm it (3-D Secure).</summary>
    RequiresAction,

    /// <summary>Nobody confirmed it in time: the gateway is asked to let it go, and says whether the customer was faster.</summary>
    Ending,
}
