using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What becomes of a voucher. Pure; each command may be said any number of times.</summary>
public static class VoucherDecisions
{
    /// <summary>
    /// A quote takes it, or an order that was made on the quote. A hold that has lapsed is in nobody's way. A customer looks at more than one quote: the latest has it, until one of them is ordered; that
    /// one takes it back from the others.
    /// </summary>
    /// <param name="voucher">As it stands.</param>
    /// <param name="by">The quote.</param>
    /// <param name="customer">Who orders.</param>
    /// <param name="amount">What its funder pays at the most.</param>
    /// <param name="until">When the hold lapses.</param>
    /// <param name="now">The instant.</param>
    /// <param name="ordered">Whether a job is ordered on it.</param>
    public static VoucherOutcome Take(Voucher voucher, Guid by, CustomerId customer, Money.Money amount, DateTimeOffset until, DateTimeOffset now, bool ordered = false)
    {
        if (voucher is { Status: VoucherStatus.Held, Hold: { } held } && held.Stands(now))
        {
            if (held.By == by && held.Customer == customer && held.Amount == amount)
            {
                return ordered && !held.Ordered && held.Until is not null
                    ? VoucherOutcome.Of(voucher with { Hold = held with { Until = until, Ordered = true } })
                    : VoucherOutcome.Same(voucher);
            }

            if (held.IsOrdered || held.Customer != customer)
            {
                return VoucherOutcome.Reject(VoucherRejection.HeldElsewhere);
            }
        }

        var free = voucher.Status == VoucherStatus.Held ? voucher with { Status = VoucherStatus.Issued, Hold = null } : voucher;
        if (Ended(free) is { } why)
        {
            return VoucherOutcome.Reject(why);
        }

        if (now >= free.ExpiresAt)
        {
            return VoucherOutcome.Reject(VoucherRejection.Expired);
        }

        if (free.Holder is { } holder && holder != customer)
        {
            return VoucherOutcome.Reject(VoucherRejection.NotYours);
        }

        return amount.MinorUnits <= 0
            ? VoucherOutcome.Reject(VoucherRejection.WorthNothing)
            : Move(free, VoucherTrigger.Hold, after => after with { Hold = new VoucherHold(by, customer, amount, until, ordered) });
    }

    /// <summary>Who enters the code of a voucher that is nobody's has it.</summary>
    /// <param name="voucher">As it stands.</param>
    /// <param name="customer">Who.</param>
    /// <param name="now">The instant.</param>
    public static VoucherOutcome Claim(Voucher voucher, CustomerId customer, DateTimeOffset now)
    {
        if (voucher.Holder is { } holder)
        {
            return holder == customer ? VoucherOutcome.Same(voucher) : VoucherOutcome.Reject(VoucherRejection.NotYours);
        }

        return Ended(voucher) is { } why ? VoucherOutcome.Reject(why)
            : voucher is { Status: VoucherStatus.Held, Hold: { } hold } && hold.Stands(now) && hold.Customer != customer ? VoucherOutcome.Reject(VoucherRejection.HeldElsewhere)
            : now >= voucher.ExpiresAt ? VoucherOutcome.Reject(VoucherRejection.Expired)
            : VoucherOutcome.Of(voucher with { Holder = customer });
    }

    /// <summary>A job stands on the hold: it no longer lapses.</summary>
    /// <param name="voucher">As it stands.</param>
    /// <param name="by">The quote.</param>
    /// <param name="now">The instant.</param>
    public static VoucherOutcome Keep(Voucher voucher, Guid by, DateTimeOffset now) => voucher switch
    {
        { Status: VoucherStatus.Held, Hold: { } hold } when hold.By == by && hold.Until is null => VoucherOutcome.Same(voucher),
        { Status: VoucherStatus.Held, Hold: { } hold } when hold.By == by && hold.Stands(now) => VoucherOutcome.Of(voucher with { Hold = hold with { Until = null, Ordered = true } }),
        { Status: VoucherStatus.Redeemed, Hold: { } hold } when hold.By == by => VoucherOutcome.Same(voucher),
        _ => VoucherOutcome.Reject(Ended(voucher) ?? VoucherRejection.NotHeld),
    };

    /// <summary>The job's money was captured: the funder pays what was used.</summary>
    /// <param name="voucher">As it stands.</param>
    /// <param name="by">The quote of the job.</param>
    /// <param name="used">Positive, at most what is held.</param>
    public static VoucherOutcome Redeem(Voucher voucher, Guid by, Money.Money used)
    {
        if (voucher.Hold is not { } hold || hold.By != by || voucher.Status is not (VoucherStatus.Held or VoucherStatus.Redeemed))
        {
            return VoucherOutcome.Reject(Ended(voucher) ?? VoucherRejection.NotHeld);
        }

        if (voucher.Status == VoucherStatus.Redeemed)
        {
            return voucher.Used == used ? VoucherOutcome.Same(voucher) : VoucherOutcome.Reject(VoucherRejection.AlreadyRedeemed);
        }

        if (used.Currency != hold.Amount.Currency || used > hold.Amount)
        {
            return VoucherOutcome.Reject(VoucherRejection.AboveHeld);
        }

        return used.MinorUnits <= 0
            ? VoucherOutcome.Reject(VoucherRejection.WorthNothing)
            : Move(voucher, VoucherTrigger.Redeem, after => after with { Used = used });
    }

    /// <summary>The quote or the job gives it back. Past its date it expires with that.</summary>
    /// <param name="voucher">As it stands.</param>
    /// <param name="by">The quote.</param>
    /// <param name="now">The instant.</param>
    public static VoucherOutcome Return(Voucher voucher, Guid by, DateTimeOffset now)
    {
        if (voucher is not { Status: VoucherStatus.Held, Hold: { } hold } || hold.By != by)
        {
            // What it gave back before may be used or held by another since.
            return voucher is { Status: VoucherStatus.Redeemed, Hold: { } used } && used.By == by ? VoucherOutcome.Reject(VoucherRejection.AlreadyRedeemed) : VoucherOutcome.Same(voucher);
        }

        var returned = Move(voucher, VoucherTrigger.Return, after => after with { Hold = null });
        return returned.After is { } free && now >= free.ExpiresAt ? Move(free, VoucherTrigger.Expire, after => after) : returned;
    }

    /// <summary>Its date has come. What a job holds goes on.</summary>
    /// <param name="voucher">As it stands.</param>
    /// <param name="now">The instant.</param>
    public static VoucherOutcome Expire(Voucher voucher, DateTimeOffset now)
    {
        if (now < voucher.ExpiresAt || voucher.Status is VoucherStatus.Expired or VoucherStatus.Redeemed or VoucherStatus.Voided || (voucher.Hold is { } hold && hold.Stands(now)))
        {
            return VoucherOutcome.Same(voucher);
        }

        return Move(voucher with { Status = VoucherStatus.Issued, Hold = null }, VoucherTrigger.Expire, after => after);
    }

    /// <summary>An operator takes it back; not what a quote or a job holds.</summary>
    /// <param name="voucher">As it stands.</param>
    /// <param name="now">The instant.</param>
    public static VoucherOutcome Void(Voucher voucher, DateTimeOffset now) => voucher switch
    {
        { Status: VoucherStatus.Voided } => VoucherOutcome.Same(voucher),
        { Status: VoucherStatus.Held, Hold: { } hold } when hold.Stands(now) => VoucherOutcome.Reject(VoucherRejection.HeldElsewhere),
        { Status: VoucherStatus.Held } => Move(voucher with { Status = VoucherStatus.Issued, Hold = null }, VoucherTrigger.Void, after => after),
        _ => Ended(voucher) is { } why ? VoucherOutcome.Reject(why) : Move(voucher, VoucherTrigger.Void, after => after),
    };

    private static VoucherRejection? Ended(Voucher voucher) => voucher.Status switch
    {
        VoucherStatus.Issued or VoucherStatus.Held => null,
        VoucherStatus.Redeemed => VoucherRejection.AlreadyRedeemed,
        VoucherStatus.Expired => VoucherRejection.Expired,
        VoucherStatus.Voided => VoucherRejection.Voided,
    };

    private static VoucherOutcome Move(Voucher voucher, VoucherTrigger on, Func<Voucher, Voucher> change) => VoucherOutcome.Of(change(voucher with
    {
        Status = VoucherTransitions.Next(voucher.Status, on) ?? throw new InvalidOperationException($"A voucher that is {voucher.Status} does not take {on}."),
    }));
}
