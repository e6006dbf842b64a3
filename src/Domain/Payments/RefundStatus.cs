namespace O2O.Dispatch.Domain.Payments;

/// <summary>Where a refund stands.</summary>
public enum RefundStatus
{
    /// <summary>The gateway is asked.</summary>
    Begun,

    /// <summary>The money went back.</summary>
    Paid,

    /// <summary>The gateway refused for good; nothing moved.</summary>
    Failed,
}
