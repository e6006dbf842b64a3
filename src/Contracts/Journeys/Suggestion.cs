using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>Something that was suggested to a customer.</summary>
/// <param name="Id">Names it; its link carries that.</param>
/// <param name="Customer">To whom.</param>
/// <param name="Market">Where.</param>
/// <param name="Campaign">The campaign.</param>
/// <param name="Voucher">The customer's voucher of it; null where it is still to be earned.</param>
/// <param name="Journey">The journey that following it goes on with.</param>
/// <param name="Job">The job whose end it came with; null for none.</param>
/// <param name="At">When.</param>
/// <param name="FollowedAt">When it was followed first; null when it was not.</param>
public sealed record Suggestion(
    Guid Id, CustomerId Customer, MarketId Market, CampaignId Campaign, VoucherId? Voucher, JourneyId Journey, JobId? Job, DateTimeOffset At, DateTimeOffset? FollowedAt = null);
