using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>Who brought whom. Thread-safe; what is answered is durable. A customer of an operator is brought once, whoever says it at once.</summary>
public interface IReferralStore
{
    /// <summary>The name in a customer's own link of a campaign: the one it has, or the one that is given.</summary>
    /// <param name="campaign">Which campaign.</param>
    /// <param name="customer">Whose link.</param>
    /// <param name="fresh">An unguessable id, kept where there is none yet.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    ValueTask<Guid> LinkOf(CampaignId campaign, CustomerId customer, Guid fresh, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Whose link it is; null for nobody's.</summary>
    ValueTask<CustomerId?> ReferrerOf(CampaignId campaign, Guid link, CancellationToken cancellationToken);

    /// <summary>Writes a referral down, unless the customer came by another before, or has an order in one of the markets that was completed or is under way.</summary>
    /// <param name="referral">Which; without a job.</param>
    /// <param name="markets">The operator's.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>The one that stands, which may be another; null for a customer who is no new one.</returns>
    ValueTask<Referral?> Refer(Referral referral, ImmutableArray<MarketId> markets, CancellationToken cancellationToken);

    /// <summary>The referral of a customer; null for none.</summary>
    ValueTask<Referral?> Find(OperatorId @operator, CustomerId customer, CancellationToken cancellationToken);

    /// <summary>A job of a customer was completed: the referral has its job now, unless another had it before. Said again it answers the same.</summary>
    /// <param name="campaign">Whose.</param>
    /// <param name="operator">Whose campaign.</param>
    /// <param name="customer">Whose job.</param>
    /// <param name="job">Which job.</param>
    /// <param name="most">So many the referrer gets a voucher for.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>Null where nobody of this campaign brought the customer, or another job was the first.</returns>
    ValueTask<Referral?> Complete(CampaignId campaign, OperatorId @operator, CustomerId customer, JobId job, int most, CancellationToken cancellationToken);

    /// <summary>No voucher came of a referral: it does not count among those that the referrer gets one for. Said again it changes nothing.</summary>
    /// <param name="operator">Whose campaign.</param>
    /// <param name="customer">Who was brought.</param>
    /// <param name="job">The job that the referral has; of another nothing happens.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    ValueTask Unreward(OperatorId @operator, CustomerId customer, JobId job, CancellationToken cancellationToken);

    /// <summary>How many a customer has brought by a campaign's link, and for how many it got a voucher.</summary>
    ValueTask<(int Referred, int Rewarded)> Count(CampaignId campaign, CustomerId referrer, CancellationToken cancellationToken);
}
