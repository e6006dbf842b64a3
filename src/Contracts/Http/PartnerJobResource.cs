namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a partner's job gave. The voucher's code is its customer's alone.</summary>
/// <param name="VoucherId">The voucher.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="ExpiresAt">From when on it cannot be used.</param>
/// <param name="JourneyId">The journey that it is of.</param>
public sealed record PartnerJobResource(Guid VoucherId, Guid CustomerId, DateTimeOffset ExpiresAt, Guid JourneyId);
