namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>What the gateway tells of a payment, in this system's words.</summary>
public enum PaymentEventKind
{
    /// <summary>Nothing that this system has a word for.</summary>
    Other,

    /// <summary>The amount is held.</summary>
    Held,

    /// <summary>The customer has to confirm.</summary>
    ActionRequired,

    /// <summary>The hold was declined.</summary>
    Declined,

    /// <summary>The amount was captured.</summary>
    Captured,

    /// <summary>The payment was canceled: a hold, if there was one, is gone.</summary>
    Canceled,

    /// <summary>The bank let the hold run out.</summary>
    Expired,

    /// <summary>Money was paid back, or was not after all.</summary>
    Refunded,

    /// <summary>A dispute was opened, went on or was closed.</summary>
    Disputed,
}
