namespace O2O.Dispatch.Contracts.Http;

/// <summary>A booking.</summary>
/// <param name="BookingId">Names it.</param>
/// <param name="ResourceId">What is booked.</param>
/// <param name="BeginsAt">When the slot begins.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Party">For how many.</param>
/// <param name="State">held, confirmed, seated, done, lapsed, canceled or no_show.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="DepositMinorUnits">What is paid to book.</param>
/// <param name="FreeUntil">Given up until then, the deposit is given back whole.</param>
/// <param name="HeldUntil">When the hold runs out; null for what is no hold.</param>
/// <param name="JobId">The job that pays for it; null for none.</param>
/// <param name="KeptMinorUnits">What of the deposit stays with the store; null unless it was given up or missed.</param>
/// <param name="GivenBackMinorUnits">What of it is given back; null unless it was paid, and given up or missed.</param>
/// <param name="CanceledByStore">Whether the store gave it up; null unless it was given up.</param>
/// <param name="CustomerId">Whose; told to the merchant alone, null for a walk-in.</param>
public sealed record BookingResource(
    Guid BookingId,
    Guid ResourceId,
    DateTimeOffset BeginsAt,
    DateTimeOffset EndsAt,
    int Party,
    string State,
    DateTimeOffset MadeAt,
    string Currency,
    long DepositMinorUnits,
    DateTimeOffset FreeUntil,
    DateTimeOffset? HeldUntil = null,
    Guid? JobId = null,
    long? KeptMinorUnits = null,
    long? GivenBackMinorUnits = null,
    bool? CanceledByStore = null,
    Guid? CustomerId = null);
