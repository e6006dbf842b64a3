namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>A customer wants a place.</summary>
/// <param name="Booking">The id of the new booking; the same again is the same booking.</param>
/// <param name="Begins">When the slot begins.</param>
/// <param name="Party">For how many.</param>
/// <param name="Customer">Whose.</param>
/// <param name="Until">When the hold runs out.</param>
/// <param name="Confirmed">Whether it is the customer's at once: nothing is to be paid.</param>
[GenerateSerializer, Immutable, Alias("o2o.hold-booking")]
public sealed record HoldBooking(
    [property: Id(0)] Guid Booking,
    [property: Id(1)] DateTimeOffset Begins,
    [property: Id(2)] int Party,
    [property: Id(3)] Guid Customer,
    [property: Id(4)] DateTimeOffset Until,
    [property: Id(5)] bool Confirmed);
