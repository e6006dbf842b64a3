namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>What becomes of a booking that a job pays for.</summary>
[GenerateSerializer, Alias("o2o.booking-step")]
public enum BookingStep
{
    /// <summary>The money is held.</summary>
    Confirm = 0,

    /// <summary>What was paid is had at the counter.</summary>
    Seat = 1,

    /// <summary>The job ended without it.</summary>
    Cancel = 2,
}
