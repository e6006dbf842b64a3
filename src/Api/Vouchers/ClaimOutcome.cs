using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Vouchers;

/// <summary>What came of a link that a customer opened, or of a partner's job.</summary>
/// <param name="Journey">The journey that it is of; null when nothing was begun.</param>
/// <param name="Voucher">The voucher; null where there is none.</param>
/// <param name="Campaign">The campaign of that voucher; null with it.</param>
/// <param name="Brought">What the customer will be given; null where the link is not another customer's.</param>
/// <param name="Refusal">Why it gives nothing, a name in snake_case; null when it does.</param>
/// <param name="TryAgainAt">From when on the customer may try again; null when nothing is in the way.</param>
internal sealed record ClaimOutcome(
    JourneyId? Journey = null, Voucher? Voucher = null, Campaign? Campaign = null, BroughtResource? Brought = null, string? Refusal = null, DateTimeOffset? TryAgainAt = null);
