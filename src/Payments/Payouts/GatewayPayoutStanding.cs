namespace O2O.Dispatch.Payments.Payouts;

/// <summary>Where a payout stands at the gateway.</summary>
public enum GatewayPayoutStanding
{
    /// <summary>Taken, and not sent off.</summary>
    Pending,

    /// <summary>On its way to the bank.</summary>
    InTransit,

    /// <summary>At the bank.</summary>
    Paid,

    /// <summary>It came back; the money is on the account.</summary>
    Failed,

    /// <summary>Taken back before it was sent off.</summary>
    Canceled,
}
