namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>
/// One campaign, keyed by its id (32 hexadecimal digits). What comes in one moment is one transaction of the store, so that a hot campaign is not slow. It awaits no other grain; what makes it safe is
/// the store's transaction, not that there is one activation.
/// </summary>
[Alias("o2o.campaign")]
public interface ICampaignGrain : IGrainWithStringKey
{
    /// <summary>A quote or an order takes a voucher.</summary>
    [Alias("take")]
    Task<VoucherReply> Take(TakeVoucher command, CancellationToken cancellationToken);

    /// <summary>A voucher is kept, redeemed, returned or voided.</summary>
    [Alias("move")]
    Task<VoucherReply> Move(MoveVoucher command, CancellationToken cancellationToken);

    /// <summary>A voucher is issued; one of the same reference is the same.</summary>
    [Alias("issue")]
    Task<VoucherReply> Issue(IssueVoucher command, CancellationToken cancellationToken);

    /// <summary>A completed job earns a voucher, if the campaign gives one for such a job: its customer's, or that of who brought the customer.</summary>
    /// <returns>Null when it does not.</returns>
    [Alias("earn")]
    Task<VoucherReply?> Earn(EarnVoucher command, CancellationToken cancellationToken);

    /// <summary>A customer has entered the code of a voucher.</summary>
    [Alias("claim")]
    Task<VoucherReply> Claim(Guid voucher, Guid customer, CancellationToken cancellationToken);

    /// <summary>Holds that have lapsed are given back now, and not when the next command comes.</summary>
    [Alias("lapse")]
    Task Lapse(CancellationToken cancellationToken);
}
