namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>The table of a voucher's states. Every pair is named.</summary>
public static class VoucherTransitions
{
    /// <summary>The state after a trigger, or null when the trigger is illegal in that state.</summary>
    public static VoucherStatus? Next(VoucherStatus from, VoucherTrigger on) => from switch
    {
        VoucherStatus.Issued => on switch
        {
            VoucherTrigger.Hold => VoucherStatus.Held,
            VoucherTrigger.Expire => VoucherStatus.Expired,
            VoucherTrigger.Void => VoucherStatus.Voided,
            VoucherTrigger.Redeem or VoucherTrigger.Return => null,
        },

        // A voucher that a job holds outlives its date: whoever ordered in time is served. What is returned late expires then.
        VoucherStatus.Held => on switch
        {
            VoucherTrigger.Redeem => VoucherStatus.Redeemed,
            VoucherTrigger.Return => VoucherStatus.Issued,
            VoucherTrigger.Hold or VoucherTrigger.Expire or VoucherTrigger.Void => null,
        },
        VoucherStatus.Redeemed or VoucherStatus.Expired or VoucherStatus.Voided => null,
    };
}
