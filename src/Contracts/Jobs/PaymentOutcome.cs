namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>What the gateway answered.</summary>
[GenerateSerializer, Alias("o2o.payment-outcome")]
public enum PaymentOutcome
{
    /// <summary>The amount is held.</summary>
    Authorized = 0,

    /// <summary>The customer has to confirm.</summary>
    RequiresAction = 1,

    /// <summary>The hold was declined.</summary>
    Declined = 2,

    /// <summary>The amount was captured.</summary>
    Captured = 3,

    /// <summary>The hold was let go.</summary>
    Released = 4,

    /// <summary>A capture or release was refused for good.</summary>
    Failed = 5,
}
