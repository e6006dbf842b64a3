using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Journeys;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>A voucher. It is used once; what its use leaves of its worth is not kept, and nobody pays for it.</summary>
/// <param name="Id">The voucher.</param>
/// <param name="Code">What the customer shows.</param>
/// <param name="Campaign">What it is good for, and who pays.</param>
/// <param name="Holder">Whose it is; null for the first who takes it.</param>
/// <param name="Source">How it came to be.</param>
/// <param name="Reference">The job, link or partner's reference that it came from; null for none. A campaign gives one voucher for each.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="ExpiresAt">From here on it cannot be taken.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Hold">Who holds it, or held it when it was used.</param>
/// <param name="Used">What its funder pays, once it was used.</param>
/// <param name="Journey">The journey of the job or the link that it came by; null for none.</param>
/// <param name="UsedAt">When it was used; null before.</param>
public sealed record Voucher(
    VoucherId Id,
    VoucherCode Code,
    CampaignId Campaign,
    CustomerId? Holder,
    VoucherSource Source,
    string? Reference,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    VoucherStatus Status = VoucherStatus.Issued,
    VoucherHold? Hold = null,
    Money.Money? Used = null,
    JourneyId? Journey = null,
    DateTimeOffset? UsedAt = null);
