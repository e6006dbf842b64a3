namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>A payment's state on the wire. The values never change; see the domain's PaymentStatus for their meaning.</summary>
[GenerateSerializer, Alias("o2o.payment-state")]
public enum PaymentState
{
    /// <summary>A method is missing.</summary>
    RequiresPaymentMethod = 0,

    /// <summary>The customer has to confirm.</summary>
    RequiresAction = 1,

    /// <summary>The gateway is asked.</summary>
    Authorizing = 2,

    /// <summary>Held.</summary>
    Authorized = 3,

    /// <summary>Being captured.</summary>
    Capturing = 4,

    /// <summary>Captured.</summary>
    Captured = 5,

    /// <summary>Let go.</summary>
    Released = 6,

    /// <summary>The hold ran out.</summary>
    AuthorizationExpired = 7,

    /// <summary>Declined or refused.</summary>
    Failed = 8,

    /// <summary>Partly paid back.</summary>
    PartiallyRefunded = 9,

    /// <summary>Paid back.</summary>
    Refunded = 10,

    /// <summary>Disputed.</summary>
    Disputed = 11,
}
