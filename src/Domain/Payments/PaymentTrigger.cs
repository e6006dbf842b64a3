namespace O2O.Dispatch.Domain.Payments;

/// <summary>What can move a payment.</summary>
public enum PaymentTrigger
{
    /// <summary>A method is named: ask the gateway.</summary>
    Authorize,

    /// <summary>The gateway wants the customer to confirm.</summary>
    RequireAction,

    /// <summary>The gateway holds the money.</summary>
    Hold,

    /// <summary>Ask the gateway to capture.</summary>
    BeginCapture,

    /// <summary>The gateway captured.</summary>
    Capture,

    /// <summary>The gateway let the hold go.</summary>
    Release,

    /// <summary>The bank let the hold run out.</summary>
    ExpireHold,

    /// <summary>Declined or refused for good.</summary>
    Fail,

    /// <summary>Part was paid back.</summary>
    RefundPart,

    /// <summary>All was paid back.</summary>
    RefundAll,

    /// <summary>What was told as paid back was not after all, and nothing else was.</summary>
    ReverseRefund,

    /// <summary>What was told as paid back was not after all; something else was.</summary>
    ReversePart,

    /// <summary>The customer disputes.</summary>
    Dispute,

    /// <summary>The dispute was won: the money stays.</summary>
    WinDispute,

    /// <summary>The dispute was lost: the money is gone.</summary>
    LoseDispute,
}
