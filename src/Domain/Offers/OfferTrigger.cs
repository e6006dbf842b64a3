namespace O2O.Dispatch.Domain.Offers;

/// <summary>What can move an offer.</summary>
public enum OfferTrigger
{
    /// <summary>The provider accepts.</summary>
    Accept,

    /// <summary>The provider declines.</summary>
    Decline,

    /// <summary>Its time is over.</summary>
    Expire,

    /// <summary>It is taken back.</summary>
    Withdraw,
}
