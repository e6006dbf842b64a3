namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>What happened to a customer.</summary>
public enum MomentKind
{
    /// <summary>A job was ordered.</summary>
    Ordered,

    /// <summary>Some of what was paid was had at a counter.</summary>
    Redeemed,

    /// <summary>A job was completed.</summary>
    Completed,

    /// <summary>A job ended otherwise.</summary>
    Ended,

    /// <summary>A place in a slot was taken.</summary>
    Booked,

    /// <summary>A voucher was issued or earned.</summary>
    VoucherIssued,

    /// <summary>A voucher was used.</summary>
    VoucherUsed,

    /// <summary>A voucher's time was over.</summary>
    VoucherExpired,

    /// <summary>A job was rated.</summary>
    Rated,

    /// <summary>Something moved in a wallet.</summary>
    WalletMoved,

    /// <summary>Something was suggested.</summary>
    Suggested,
}
