namespace O2O.Dispatch.Domain.Bookings;

/// <summary>What can move a booking.</summary>
public enum BookingTrigger
{
    /// <summary>It is paid for, or needs no payment.</summary>
    Confirm,

    /// <summary>The customer comes.</summary>
    Seat,

    /// <summary>The time was used.</summary>
    Finish,

    /// <summary>The hold runs out.</summary>
    Lapse,

    /// <summary>It is given up.</summary>
    Cancel,

    /// <summary>The time has begun, and nobody came.</summary>
    MissedIt,
}
