using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Referrals on PostgreSQL. Who is brought is one row; whoever counts what a referrer got locks the campaign's row first, and counts what the one before has written.</summary>
internal sealed class PostgresReferralStore(PostgresStore store) : IReferralStore
{
    private const string LockSql = "SELECT 1 FROM campaigns WHERE campaign_id = $1 FOR UPDATE";
    private static readonly ReferralSql Sql = ReferralSql.Postgres;

    /// <inheritdoc/>
    public ValueTask<Guid> LinkOf(CampaignId campaign, CustomerId customer, Guid fresh, DateTimeOffset at, CancellationToken cancellationToken) => store.Transact(
        async connection =>
        {
            await connection.Run(Sql.PutLink, parameters => parameters.Id(campaign.Value).Id(customer.Value).Id(fresh).Instant(at)).ConfigureAwait(false);
            return (await connection.All(Sql.Link, parameters => parameters.Id(campaign.Value).Id(customer.Value), row => row.Id(0)).ConfigureAwait(false))[0];
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CustomerId?> ReferrerOf(CampaignId campaign, Guid link, CancellationToken cancellationToken) =>
        store.ReadFirst<CustomerId?>(Sql.Referrer, parameters => parameters.Id(link).Id(campaign.Value), row => new CustomerId(row.Id(0)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Referral?> Refer(Referral referral, ImmutableArray<MarketId> markets, CancellationToken cancellationToken) => store.Transact<Referral?>(
        async connection =>
        {
            if (await Find(connection, referral.Operator, referral.Customer).ConfigureAwait(false) is { } stands)
            {
                return stands;
            }

            var ordered = await connection.All(
                Sql.HasOrdered, parameters => parameters.Id(referral.Customer.Value).Texts([.. markets.Select(market => market.Value)]), _ => true).ConfigureAwait(false);
            if (ordered.Count > 0)
            {
                return null;
            }

            await connection.Run(
                Sql.Refer,
                parameters => parameters.Text(referral.Operator.Value).Id(referral.Customer.Value).Id(referral.Campaign.Value).Id(referral.Referrer.Value).Instant(referral.At)).ConfigureAwait(false);

            // Whoever came second has waited for the first, and finds it.
            return await Find(connection, referral.Operator, referral.Customer).ConfigureAwait(false);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Referral?> Find(OperatorId @operator, CustomerId customer, CancellationToken cancellationToken) =>
        store.ReadFirst<Referral>(Sql.Find, parameters => parameters.Text(@operator.Value).Id(customer.Value), Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Referral?> Complete(CampaignId campaign, OperatorId @operator, CustomerId customer, JobId job, int most, CancellationToken cancellationToken) => store.Transact<Referral?>(
        async connection =>
        {
            await connection.All(LockSql, parameters => parameters.Id(campaign.Value), _ => true).ConfigureAwait(false);
            if (await Find(connection, @operator, customer).ConfigureAwait(false) is not { } stands || stands.Campaign != campaign)
            {
                return null;
            }

            if (stands.Job is not null)
            {
                return stands.Job == job ? stands : null;
            }

            await connection.Run(Sql.Complete, parameters => parameters.Text(@operator.Value).Id(customer.Value).Id(job.Value).Number(most)).ConfigureAwait(false);
            return await Find(connection, @operator, customer).ConfigureAwait(false);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Unreward(OperatorId @operator, CustomerId customer, JobId job, CancellationToken cancellationToken) => await store.Transact(
        async connection =>
        {
            await connection.Run(Sql.Unreward, parameters => parameters.Text(@operator.Value).Id(customer.Value).Id(job.Value)).ConfigureAwait(false);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<(int Referred, int Rewarded)> Count(CampaignId campaign, CustomerId referrer, CancellationToken cancellationToken) => store.ReadFirst(
        Sql.Count, parameters => parameters.Id(campaign.Value).Id(referrer.Value), row => (checked((int)row.Number(0)), checked((int)row.Number(1))), cancellationToken);

    private static async Task<Referral?> Find(NpgsqlConnection connection, OperatorId @operator, CustomerId customer) =>
        (await connection.All(Sql.Find, parameters => parameters.Text(@operator.Value).Id(customer.Value), Read).ConfigureAwait(false)).FirstOrDefault();

    private static Referral Read(NpgsqlDataReader row) => ReferralSql.Read(row.Id(0), row.Text(1), row.Id(2), row.Id(3), row.Instant(4), row.IdOrNull(5), row.Number(6));
}
