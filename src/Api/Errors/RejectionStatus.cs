using O2O.Dispatch.Contracts;

namespace O2O.Dispatch.Api.Errors;

/// <summary>The HTTP status of every rejection. Exhaustive: a new rejection does not compile without one.</summary>
public static class RejectionStatus
{
    /// <summary>The slug: the rejection's name in snake_case. Somebody else's job is told as an unknown one.</summary>
    public static string Slug(Rejection why) => RejectionSlug.Of(why == Rejection.NotYourJob ? Rejection.JobUnknown : Known(why));

    /// <summary>The status.</summary>
    public static int Of(Rejection why) => Known(why) switch
    {
        Rejection.InputInvalid => 400,
        Rejection.JobUnknown or Rejection.NotYourJob or Rejection.ProviderUnknown or Rejection.CustomerUnknown or Rejection.MarketUnknown or Rejection.StoreUnknown or Rejection.JourneyUnknown or Rejection.SuggestionUnknown or Rejection.ChainUnknown => 404,
        Rejection.JobExists or Rejection.JobEnded or Rejection.IllegalInThisState or Rejection.OfferStale or Rejection.OfferTaken or Rejection.OfferWithdrawn
            or Rejection.OfferExpired or Rejection.ProviderExcluded or Rejection.PlanSlotTaken or Rejection.StopsLeft or Rejection.NoStopLeft or Rejection.TooEarly
            or Rejection.PaymentStateWrong or Rejection.NothingDue or Rejection.NotOnShift or Rejection.ProviderBusy or Rejection.WouldMissCommitment or Rejection.LacksSkill or Rejection.Conflict
            or Rejection.PaymentNotHeld or Rejection.TipGiven or Rejection.TooLate or Rejection.VoucherNotHeld or Rejection.AlreadyRedeemed or Rejection.NotSoManyLeft or Rejection.CodeExpired or Rejection.CodeNotYet or Rejection.StoreClosed or Rejection.SoldOut or Rejection.ChainBroken => 409,
        Rejection.OrderInvalid or Rejection.WrongPin or Rejection.PinLocked or Rejection.AmountWrong or Rejection.CommandIdReused or Rejection.QuoteExpired
            or Rejection.QuoteInvalid or Rejection.QuoteForeign or Rejection.NotServedHere or Rejection.MarketPaused or Rejection.PaymentMethodUnknown
            or Rejection.ProviderNotApproved or Rejection.RefundTooLarge or Rejection.PaymentForeign
            or Rejection.PaymentMethodReused or Rejection.PaymentMethodDeclined or Rejection.ProofMissing or Rejection.BasketTooSmall or Rejection.BelowDeposit => 422,
    };

    /// <summary>While silos are newer than this node, they may refuse for reasons that it has no name for: the caller hears of a conflict, and the detail says why.</summary>
    private static Rejection Known(Rejection why) => Enum.IsDefined(why) ? why : Rejection.Conflict;
}
