namespace O2O.Dispatch.Domain.Offers;

/// <summary>Where an offer stands.</summary>
public enum OfferStatus
{
    /// <summary>With the provider.</summary>
    Sent,

    /// <summary>End: the provider took it.</summary>
    Accepted,

    /// <summary>End: the provider declined.</summary>
    Declined,

    /// <summary>End: the provider did not answer in time.</summary>
    Expired,

    /// <summary>End: taken back, for instance because the customer canceled.</summary>
    Withdrawn,
}
