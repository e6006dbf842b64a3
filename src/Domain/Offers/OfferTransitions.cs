namespace O2O.Dispatch.Domain.Offers;

/// <summary>The table of an offer's states. Every pair is named.</summary>
public static class OfferTransitions
{
    /// <summary>The state after a trigger, or null when the trigger is illegal in that state.</summary>
    public static OfferStatus? Next(OfferStatus from, OfferTrigger on) => from switch
    {
        OfferStatus.Sent => on switch
        {
            OfferTrigger.Accept => OfferStatus.Accepted,
            OfferTrigger.Decline => OfferStatus.Declined,
            OfferTrigger.Expire => OfferStatus.Expired,
            OfferTrigger.Withdraw => OfferStatus.Withdrawn,
        },
        OfferStatus.Accepted or OfferStatus.Declined or OfferStatus.Expired or OfferStatus.Withdrawn => null,
    };
}
