using System.Collections.Immutable;
using System.Text.Json;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Referrals on SQLite. One writer at a time: what a statement counts stays so until it is written.</summary>
internal sealed class SqliteReferralStore(SqliteStore store) : IReferralStore
{
    private static readonly ReferralSql Sql = ReferralSql.Sqlite;

    /// <inheritdoc/>
    public ValueTask<Guid> LinkOf(CampaignId campaign, CustomerId customer, Guid fresh, DateTimeOffset at, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var put = session[Sql.PutLink];
            using (put.Begin())
            {
                put.Bind(1, campaign.Value);
                put.Bind(2, customer.Value);
                put.Bind(3, fresh);
                put.Bind(4, at);
                put.Run();
            }

            var row = session[Sql.Link];
            using var use = row.Begin();
            row.Bind(1, campaign.Value);
            row.Bind(2, customer.Value);
            row.Step();
            return row.Id(0);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CustomerId?> ReferrerOf(CampaignId campaign, Guid link, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[Sql.Referrer];
            using var use = row.Begin();
            row.Bind(1, link);
            row.Bind(2, campaign.Value);
            return row.Step() ? new CustomerId(row.Id(0)) : (CustomerId?)null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Referral?> Refer(Referral referral, ImmutableArray<MarketId> markets, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            if (Find(session[Sql.Find], referral.Operator, referral.Customer) is { } stands)
            {
                return stands;
            }

            var ordered = session[Sql.HasOrdered];
            using (ordered.Begin())
            {
                ordered.Bind(1, referral.Customer.Value);
                ordered.Bind(2, JsonSerializer.Serialize(markets.Select(market => market.Value)));
                if (ordered.Step())
                {
                    return null;
                }
            }

            var put = session[Sql.Refer];
            using var use = put.Begin();
            put.Bind(1, referral.Operator.Value);
            put.Bind(2, referral.Customer.Value);
            put.Bind(3, referral.Campaign.Value);
            put.Bind(4, referral.Referrer.Value);
            put.Bind(5, referral.At);
            put.Run();
            return referral;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Referral?> Find(OperatorId @operator, CustomerId customer, CancellationToken cancellationToken) => store.Read(
        session => Find(session[Sql.Find], @operator, customer), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Referral?> Complete(CampaignId campaign, OperatorId @operator, CustomerId customer, JobId job, int most, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            if (Find(session[Sql.Find], @operator, customer) is not { } stands || stands.Campaign != campaign)
            {
                return null;
            }

            if (stands.Job is not null)
            {
                return stands.Job == job ? stands : null;
            }

            var put = session[Sql.Complete];
            using (put.Begin())
            {
                put.Bind(1, @operator.Value);
                put.Bind(2, customer.Value);
                put.Bind(3, job.Value);
                put.Bind(4, (long)most);
                put.Run();
            }

            return Find(session[Sql.Find], @operator, customer);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Unreward(OperatorId @operator, CustomerId customer, JobId job, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var put = session[Sql.Unreward];
            using var use = put.Begin();
            put.Bind(1, @operator.Value);
            put.Bind(2, customer.Value);
            put.Bind(3, job.Value);
            put.Run();
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<(int Referred, int Rewarded)> Count(CampaignId campaign, CustomerId referrer, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[Sql.Count];
            using var use = row.Begin();
            row.Bind(1, campaign.Value);
            row.Bind(2, referrer.Value);
            row.Step();
            return (row.Small(0), row.Small(1));
        },
        cancellationToken);

    private static Referral? Find(Native.SqliteStatement row, OperatorId @operator, CustomerId customer)
    {
        using var use = row.Begin();
        row.Bind(1, @operator.Value);
        row.Bind(2, customer.Value);
        return row.Step() ? ReferralSql.Read(row.Id(0), row.Text(1), row.Id(2), row.Id(3), row.Instant(4), row.IdOrNull(5), row.Number(6)) : null;
    }
}
