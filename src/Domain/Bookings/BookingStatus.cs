namespace O2O.Dispatch.Domain.Bookings;

/// <summary>Where a booking stands.</summary>
public enum BookingStatus
{
    /// <summary>Its place is kept while the customer pays.</summary>
    Held,

    /// <summary>Its place is the customer's.</summary>
    Confirmed,

    /// <summary>The customer is there; a walk-in begins here.</summary>
    Seated,

    /// <summary>End: the time was used.</summary>
    Done,

    /// <summary>End: the hold ran out.</summary>
    Lapsed,

    /// <summary>End: given up by the customer or the store.</summary>
    Canceled,

    /// <summary>End: nobody came.</summary>
    NoShow,
}
