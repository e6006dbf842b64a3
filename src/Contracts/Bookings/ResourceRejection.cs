namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>Why a resource is not changed, one name for each outcome.</summary>
public enum ResourceRejection
{
    /// <summary>It is another merchant's, or there is none of that id.</summary>
    Unknown,

    /// <summary>Somebody else has changed it since it was seen.</summary>
    Stale,

    /// <summary>People have booked, from now on, what would be no slot of it any more: they could be in two slots at once.</summary>
    Booked,
}
