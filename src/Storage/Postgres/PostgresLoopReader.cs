using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>What journeys come to on PostgreSQL.</summary>
internal sealed class PostgresLoopReader(PostgresStore store) : ILoopReader
{
    private static readonly LoopSql Sql = LoopSql.Postgres;

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<FunnelRow>> Funnel(MarketId market, DateTimeOffset from, DateTimeOffset to, bool byCampaign, CancellationToken cancellationToken) => store.ReadAll(
        byCampaign ? Sql.FunnelByCampaign : Sql.FunnelBySource,
        parameters => parameters.Text(market.Value).Instant(from).Instant(to).Number(FunnelRow.RetainedWithin.Ticks),
        row => new FunnelRow(row.Text(0), row.Number(1), row.Number(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6), row.Number(7)),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<Cohort>> Cohorts(MarketId market, DateTimeOffset from, int weeks, CancellationToken cancellationToken) => LoopRows.Cohorts(await store.ReadAll(
        Sql.Cohorts,
        parameters => parameters.Text(market.Value).Instant(from).Instant(from.AddDays(7.0 * weeks)).Number(Cohort.Weeks),
        row => (row.Number(0), row.Number(1), row.Number(2)),
        cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public ValueTask<CampaignFigures> Figures(CampaignId campaign, DateTimeOffset now, CancellationToken cancellationToken) => store.Snapshot(
        async connection =>
        {
            Task<List<T>> Of<T>(string sql, Func<NpgsqlDataReader, T> row) => connection.All(sql, parameters => parameters.Id(campaign.Value), row);
            async Task<(IReadOnlyCollection<(string, long)>, IReadOnlyCollection<(string, BookMove)>)> Jobs(string jobs, string moves) => (
                await Of(jobs, row => (row.Text(0), row.Number(1))).ConfigureAwait(false),
                await Of(moves, row => (row.Text(0), new BookMove(row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Number(6)))).ConfigureAwait(false));

            return LoopRows.Figures(
                await connection.All(Sql.States, parameters => parameters.Id(campaign.Value).Instant(now), row => (row.Text(0), row.Number(1))).ConfigureAwait(false),
                await Of(Sql.Costs, row => new FundedAmount(row.Text(0), row.Number(1))).ConfigureAwait(false),
                await Jobs(Sql.UsedJobs, Sql.UsedMoves).ConfigureAwait(false),
                await Jobs(Sql.EarnedJobs, Sql.EarnedMoves).ConfigureAwait(false),
                (await Of(Sql.SuggestionCounts, row => (row.Number(0), row.Number(1))).ConfigureAwait(false))[0],
                await Of(Sql.Sources, row => LoopRows.Source(row.Text(0), row.Number(1), row.Number(2))).ConfigureAwait(false));
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CustomerMoment>> Timeline(CustomerId customer, DateTimeOffset now, MomentCursor? after, int limit, CancellationToken cancellationToken)
    {
        var (at, key) = after ?? LoopRows.First;
        return store.ReadAll(
            Sql.Timeline,
            parameters => parameters.Id(customer.Value).Instant(now).Instant(at).Text(key).Number(limit),
            row => LoopRows.Moment(
                row.Instant(0), row.Text(1), row.Text(2), row.Id(3), row.IdOrNull(4), row.IdOrNull(5), row.TextOrNull(6), row.NumberOrNull(7), row.TextOrNull(8), row.NumberOrNull(9)),
            cancellationToken);
    }
}
