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

    /// <summary>Money was paid back.</summary>
    Refunded,

    /// <summary>Money was not paid back, or not after all.</summary>
    RefundFailed,

    /// <summary>Something was paid back; which refund it was is told apart.</summary>
    RefundsChanged,

    /// <summary>The customer disputes the payment, and the bank has taken the money.</summary>
    DisputeOpened,

    /// <summary>The dispute was decided for us.</summary>
    DisputeWon,

    /// <summary>The dispute was decided for the customer.</summary>
    DisputeLost,

    /// <summary>The bank asks about a payment, and no money moved.</summary>
    Inquiry,
}
