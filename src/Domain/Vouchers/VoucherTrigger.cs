namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What can move a voucher.</summary>
public enum VoucherTrigger
{
    /// <summary>A quote or a job takes it.</summary>
    Hold,

    /// <summary>The job's money was captured.</summary>
    Redeem,

    /// <summary>The quote ran out, or the job ended without it.</summary>
    Return,

    /// <summary>Its time is over.</summary>
    Expire,

    /// <summary>An operator takes it back.</summary>
    Void,
}
