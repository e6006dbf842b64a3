namespace O2O.Dispatch.Contracts.Payouts;

/// <summary>Where a payout stands.</summary>
public enum PayoutStatus
{
    /// <summary>Decided; the gateway is asked, or has taken it and not sent it off.</summary>
    Pending,

    /// <summary>On its way to the bank.</summary>
    InTransit,

    /// <summary>At the bank.</summary>
    Paid,

    /// <summary>It did not come through, or the gateway refused it. The money is on the account.</summary>
    Failed,

    /// <summary>Taken back before it was sent off. The money is on the account.</summary>
    Canceled,
}
