namespace O2O.Dispatch.Domain.Payments;

/// <summary>Where the payment of a job stands.</summary>
public enum PaymentStatus
{
    /// <summary>The customer has to name a method.</summary>
    RequiresPaymentMethod,

    /// <summary>The customer has to confirm (3-D Secure).</summary>
    RequiresAction,

    /// <summary>The gateway is asked to hold the money.</summary>
    Authorizing,

    /// <summary>The money is held.</summary>
    Authorized,

    /// <summary>The gateway is asked to capture.</summary>
    Capturing,

    /// <summary>Captured.</summary>
    Captured,

    /// <summary>The hold was let go, nothing was taken.</summary>
    Released,

    /// <summary>The hold ran out at the bank.</summary>
    AuthorizationExpired,

    /// <summary>Declined or refused for good.</summary>
    Failed,

    /// <summary>Part of what was captured was paid back.</summary>
    PartiallyRefunded,

    /// <summary>All that was captured was paid back.</summary>
    Refunded,

    /// <summary>The customer disputes it at the bank.</summary>
    Disputed,
}
