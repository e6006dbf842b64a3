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

    /// <summary>The hold ran out at the bank.</summary>
    HoldExpired = 6,

    /// <summary>Money went back to the customer.</summary>
    Refunded = 7,

    /// <summary>A refund was refused for good.</summary>
    RefundFailed = 8,

    /// <summary>The tip was charged.</summary>
    TipPaid = 9,

    /// <summary>The tip was not charged.</summary>
    TipFailed = 10,

    /// <summary>The customer disputes the payment.</summary>
    DisputeOpened = 11,

    /// <summary>A dispute was decided for us.</summary>
    DisputeWon = 12,

    /// <summary>A dispute was decided for the customer.</summary>
    DisputeLost = 13,

    /// <summary>The hold was raised.</summary>
    HoldRaised = 14,

    /// <summary>The hold was not raised.</summary>
    HoldNotRaised = 15,

    /// <summary>What the hold did not cover was charged.</summary>
    RestPaid = 16,

    /// <summary>What the hold did not cover was not charged.</summary>
    RestFailed = 17,

    /// <summary>It says what cannot be, as whoever read it found; the code says what. It is written down and moves nothing.</summary>
    Unfit = 18,

    /// <summary>What the job earned is on its provider's account at the gateway.</summary>
    TransferPaid = 19,

    /// <summary>That transfer was refused for good.</summary>
    TransferFailed = 20,

    /// <summary>The customer has to confirm the tip.</summary>
    TipRequiresAction = 25,
}
