namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>Why a voucher cannot be used, one name for each outcome.</summary>
public enum VoucherRejection
{
    /// <summary>No voucher has this code.</summary>
    CodeUnknown,

    /// <summary>It is another customer's.</summary>
    NotYours,

    /// <summary>Another order holds it.</summary>
    HeldElsewhere,

    /// <summary>It was used.</summary>
    AlreadyRedeemed,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was taken back.</summary>
    Voided,

    /// <summary>This order does not hold it.</summary>
    NotHeld,

    /// <summary>More was to be used than is held.</summary>
    AboveHeld,

    /// <summary>It is not for this market, service or merchant.</summary>
    NotForThis,

    /// <summary>It is not for this zone.</summary>
    NotHere,

    /// <summary>It is not for this day or hour.</summary>
    NotNow,

    /// <summary>The price is below the least that it asks for.</summary>
    BelowMinimumSpend,

    /// <summary>It is for a first order alone.</summary>
    NotTheFirstTime,

    /// <summary>It is worth nothing on this order.</summary>
    WorthNothing,

    /// <summary>It does not go together with the one that was taken.</summary>
    NotStackable,

    /// <summary>The campaign has not begun.</summary>
    CampaignNotBegun,

    /// <summary>The campaign was paused or is over.</summary>
    CampaignOver,

    /// <summary>The funder's budget does not cover it.</summary>
    BudgetSpent,

    /// <summary>As many as the campaign allows, in all or for a day, are used or held.</summary>
    CampaignCapReached,

    /// <summary>The customer has used or holds as many as one customer may.</summary>
    CustomerCapReached,

    /// <summary>The market's margin would fall below its floor.</summary>
    MarginFloorReached,

    /// <summary>No such link was made here, or it was altered.</summary>
    LinkUnknown,

    /// <summary>The link's time is over.</summary>
    LinkExpired,

    /// <summary>It is the customer's own link.</summary>
    OwnLink,

    /// <summary>The customer came by another's link before.</summary>
    ReferredBefore,
}
