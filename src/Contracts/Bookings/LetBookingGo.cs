namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>The job that was to pay for a booking has ended without it.</summary>
/// <param name="Booking">Which.</param>
/// <param name="Job">The job.</param>
/// <param name="At">When the job ended; null for now.</param>
/// <param name="Free">Whether the job took nothing: then nothing of the deposit stays.</param>
/// <param name="ByStore">Whether the store gave the place up.</param>
[GenerateSerializer, Immutable, Alias("o2o.let-booking-go")]
public sealed record LetBookingGo(
    [property: Id(0)] Guid Booking,
    [property: Id(1)] Guid Job,
    [property: Id(2)] DateTimeOffset? At,
    [property: Id(3)] bool Free,
    [property: Id(4)] bool ByStore);
