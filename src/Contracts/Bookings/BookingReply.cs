namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>The answer to a command about a booking.</summary>
/// <param name="Booking">The booking; null on a rejection.</param>
/// <param name="Status">Where it stands, a name in snake_case; null on a rejection.</param>
/// <param name="Refusal">Why nothing happened, a name in snake_case; null when it did.</param>
/// <param name="Changed">Whether anything changed: not when the same was said before.</param>
/// <param name="DepositMinorUnits">The deposit of the party; null on a rejection.</param>
/// <param name="KeptMinorUnits">What of the deposit stays with the store; null unless it was given up or missed.</param>
/// <param name="Currency">Of both; null on a rejection.</param>
[GenerateSerializer, Immutable, Alias("o2o.booking-reply")]
public sealed record BookingReply(
    [property: Id(0)] Guid? Booking,
    [property: Id(1)] string? Status,
    [property: Id(2)] string? Refusal,
    [property: Id(3)] bool Changed,
    [property: Id(4)] long? DepositMinorUnits,
    [property: Id(5)] long? KeptMinorUnits,
    [property: Id(6)] string? Currency);
