namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>Something that happened to a customer.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Key">Tells moments of one instant apart, in order.</param>
/// <param name="Subject">The job, booking or voucher that it is about; what a wallet's entry is for.</param>
/// <param name="Job">The job that it belongs to; null for none.</param>
/// <param name="Journey">The journey that it belongs to; null for none that is known.</param>
/// <param name="Detail">In a word: the service, the end, the state of a booking, the campaign's name, the kind of the wallet's entry.</param>
/// <param name="MinorUnits">The amount; null for none.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Count">Pieces had, seats booked, or stars; null for none.</param>
public sealed record CustomerMoment(
    DateTimeOffset At, MomentKind Kind, string Key, Guid Subject, Guid? Job, Guid? Journey, string? Detail, long? MinorUnits, string? Currency, long? Count);
