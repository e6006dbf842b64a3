using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Redemption;

/// <summary>What becomes of what is had at a counter. Pure; each command may be said any number of times.</summary>
public static class RedemptionDecisions
{
    /// <summary>Some of it is had.</summary>
    /// <param name="of">As it stands.</param>
    /// <param name="command">Names it.</param>
    /// <param name="units">How many.</param>
    /// <param name="store">Where.</param>
    /// <param name="by">The counter's staff.</param>
    /// <param name="now">The instant.</param>
    public static RedemptionOutcome Redeem(Redeemable of, Guid command, int units, StoreId store, Guid by, DateTimeOffset now)
    {
        if (of.Parts.FirstOrDefault(part => part.Command == command) is { } before)
        {
            return before.Units == units && before.Store == store && before.By == by ? new RedemptionOutcome(of, before, null) : Reject(RedemptionRejection.CommandReused);
        }

        if (units < 1)
        {
            return Reject(RedemptionRejection.UnitsWrong);
        }

        if (of.Left == 0)
        {
            return Reject(RedemptionRejection.AlreadyRedeemed);
        }

        if (now >= of.ExpiresAt || of.ExpiredAt is not null)
        {
            return Reject(RedemptionRejection.Expired);
        }

        if (units > of.Left)
        {
            return Reject(RedemptionRejection.NotSoManyLeft);
        }

        // The worth of a part is what the whole comes to with it less what it came to without, so that no minor unit is lost between parts.
        var had = of.Units - of.Left;
        var part = new RedeemedPart(command, units, of.Worth(had + units) - of.Worth(had), store, by, now);
        return new RedemptionOutcome(of with { Parts = of.Parts.Add(part) }, part, null);
    }

    /// <summary>Its time is over: nothing more is had. Said again, or before its time, it changes nothing.</summary>
    public static Redeemable Expire(Redeemable of, DateTimeOffset now) => of.ExpiredAt is not null || now < of.ExpiresAt || of.Left == 0 ? of : of with { ExpiredAt = now };

    /// <summary>What is given back of what was not had, once its time is over; nothing before.</summary>
    /// <param name="of">As it stands.</param>
    /// <param name="refunded">The share that is given back, at most the whole.</param>
    public static Money.Money RefundOf(Redeemable of, BasisPoints refunded) =>
        of.ExpiredAt is null ? Money.Money.Zero(of.Paid.Currency) : refunded.Of(of.Paid - of.Worth(of.Units - of.Left));

    private static RedemptionOutcome Reject(RedemptionRejection why) => new(null, null, why);
}
