namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>What becomes of a voucher that a quote or a job holds.</summary>
[GenerateSerializer, Alias("o2o.voucher-step")]
public enum VoucherStep
{
    /// <summary>A job stands on the hold.</summary>
    Keep = 0,

    /// <summary>The job was done: it is used.</summary>
    Redeem = 1,

    /// <summary>It is given back.</summary>
    Return = 2,

    /// <summary>An operator takes it from its holder.</summary>
    Void = 3,
}
