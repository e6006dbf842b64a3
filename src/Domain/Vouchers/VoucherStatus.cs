namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>Where a voucher stands.</summary>
public enum VoucherStatus
{
    /// <summary>Can be used.</summary>
    Issued,

    /// <summary>A quote or a job holds it.</summary>
    Held,

    /// <summary>End: it was used.</summary>
    Redeemed,

    /// <summary>End: its time is over.</summary>
    Expired,

    /// <summary>End: it was taken back.</summary>
    Voided,
}
