namespace O2O.Dispatch.Contracts.Http;

/// <summary>Something that happened to a customer.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">ordered, redeemed, completed, ended, booked, voucher_issued, voucher_used, voucher_expired, rated, wallet_moved or suggested.</param>
/// <param name="Where">offline for what was had or done (redeemed, completed), else online.</param>
/// <param name="SubjectId">The job, booking, voucher or campaign that it is about; what a wallet's entry is for.</param>
/// <param name="JobId">The job that it belongs to; left out for none.</param>
/// <param name="JourneyId">The journey that it belongs to; left out for none that is known.</param>
/// <param name="Detail">In a word: the service, the state of an end or a booking, the campaign's name, the kind of the wallet's entry.</param>
/// <param name="AmountMinorUnits">Left out for none.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Count">Pieces had, seats booked, or stars.</param>
public sealed record MomentResource(
    DateTimeOffset At, string Kind, string Where, Guid SubjectId, Guid? JobId, Guid? JourneyId, string? Detail, long? AmountMinorUnits, string? Currency, long? Count);
