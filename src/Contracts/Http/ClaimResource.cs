namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a link gave.</summary>
/// <param name="JourneyId">The journey that it begins or goes on with.</param>
/// <param name="Voucher">The customer's voucher; left out where the link is another customer's.</param>
/// <param name="Referral">What the customer will be given; left out where the link gave a voucher.</param>
public sealed record ClaimResource(Guid JourneyId, VoucherResource? Voucher = null, BroughtResource? Referral = null);
