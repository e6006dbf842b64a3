namespace O2O.Dispatch.Domain.Bookings;

/// <summary>Why a booking cannot be made or moved, one name for each outcome.</summary>
public enum BookingRejection
{
    /// <summary>No slot begins then.</summary>
    NoSuchSlot,

    /// <summary>It is too late to book it.</summary>
    TooLate,

    /// <summary>It cannot be booked yet.</summary>
    TooEarly,

    /// <summary>The party is larger or smaller than may be booked.</summary>
    PartySizeWrong,

    /// <summary>Fewer places are free.</summary>
    SlotFull,

    /// <summary>The hold ran out.</summary>
    HoldLapsed,

    /// <summary>It stands elsewhere than this needs.</summary>
    StateWrong,

    /// <summary>Its time has not come.</summary>
    NotYet,

    /// <summary>There is no such booking or resource.</summary>
    Unknown,

    /// <summary>Nothing is booked there for now.</summary>
    Paused,
}
