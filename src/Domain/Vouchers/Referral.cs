using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>A customer came by another's link. Once for each customer of an operator.</summary>
/// <param name="Campaign">Whose link it was.</param>
/// <param name="Operator">Whose campaign.</param>
/// <param name="Referrer">Who brought the customer.</param>
/// <param name="Customer">Who was brought; never the referrer.</param>
/// <param name="At">When the link was opened.</param>
/// <param name="Job">The customer's first completed job; null before.</param>
/// <param name="IsRewarded">Whether the referrer gets a voucher for it: not beyond as many as the campaign allows.</param>
public sealed record Referral(CampaignId Campaign, OperatorId Operator, CustomerId Referrer, CustomerId Customer, DateTimeOffset At, JobId? Job = null, bool IsRewarded = false);
