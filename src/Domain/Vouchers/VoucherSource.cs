namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>How a voucher comes to a customer.</summary>
public enum VoucherSource
{
    /// <summary>A completed job earned it.</summary>
    Job,

    /// <summary>A code that anybody may enter, once each.</summary>
    Code,

    /// <summary>A link or a QR code that was opened.</summary>
    Link,

    /// <summary>Somebody who was recommended completed a first job.</summary>
    Referral,

    /// <summary>A partner says so: it reported a job, or its link was opened; once for each.</summary>
    Partner,

    /// <summary>An operator gave it, with a reason.</summary>
    Operator,

    /// <summary>A game's link for one voucher was opened.</summary>
    Game,
}
