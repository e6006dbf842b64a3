namespace O2O.Dispatch.Contracts.Http;

/// <summary>A voucher of a customer.</summary>
/// <param name="VoucherId">Names it.</param>
/// <param name="Code">What is shown at a counter, in three groups.</param>
/// <param name="CampaignId">Its campaign.</param>
/// <param name="Name">The campaign's name.</param>
/// <param name="State">issued, held, redeemed, expired or voided.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="Benefit">What it is good for.</param>
/// <param name="Scope">What it may be used for.</param>
/// <param name="Source">How it came to be: job, code, link, referral, partner, game or operator.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="ExpiresAt">From when on it cannot be used.</param>
/// <param name="UsedMinorUnits">What of it was used; null before.</param>
public sealed record VoucherResource(
    Guid VoucherId,
    string Code,
    Guid CampaignId,
    string Name,
    string State,
    string Currency,
    VoucherBenefitResource Benefit,
    CampaignScopeResource Scope,
    string Source,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    long? UsedMinorUnits = null);
