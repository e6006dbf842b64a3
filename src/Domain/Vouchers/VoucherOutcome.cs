namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What a command on a voucher comes to: the voucher after it, or a rejection.</summary>
public readonly record struct VoucherOutcome
{
    private VoucherOutcome(Voucher? after, bool changed, VoucherRejection? rejection) => (After, Changed, Rejection) = (after, changed, rejection);

    /// <summary>The voucher after it; null when rejected.</summary>
    public Voucher? After { get; }

    /// <summary>Whether anything changed; a command that is said again changes nothing.</summary>
    public bool Changed { get; }

    /// <summary>Why nothing happens; null when it does, or has already.</summary>
    public VoucherRejection? Rejection { get; }

    internal static VoucherOutcome Of(Voucher after) => new(after, true, null);

    internal static VoucherOutcome Same(Voucher voucher) => new(voucher, false, null);

    /// <summary>A rejection.</summary>
    public static VoucherOutcome Reject(VoucherRejection why) => new(null, false, why);
}
