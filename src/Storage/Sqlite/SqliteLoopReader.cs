using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>What journeys come to on SQLite.</summary>
internal sealed class SqliteLoopReader(SqliteStore store) : ILoopReader
{
    private static readonly LoopSql Sql = LoopSql.Sqlite;

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<FunnelRow>> Funnel(MarketId market, DateTimeOffset from, DateTimeOffset to, bool byCampaign, CancellationToken cancellationToken) => store.Read(
        session => session[byCampaign ? Sql.FunnelByCampaign : Sql.FunnelBySource].All(
            rows =>
            {
                rows.Bind(1, market.Value);
                rows.Bind(2, from);
                rows.Bind(3, to);
                rows.Bind(4, FunnelRow.RetainedWithin.Ticks);
            },
            row => new FunnelRow(row.Text(0), row.Number(1), row.Number(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6), row.Number(7))),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Cohort>> Cohorts(MarketId market, DateTimeOffset from, int weeks, CancellationToken cancellationToken) => store.Read(
        session => LoopRows.Cohorts(session[Sql.Cohorts].All(
            rows =>
            {
                rows.Bind(1, market.Value);
                rows.Bind(2, from);
                rows.Bind(3, from.AddDays(7.0 * weeks));
                rows.Bind(4, (long)Cohort.Weeks);
            },
            row => (row.Number(0), row.Number(1), row.Number(2)))),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignFigures> Figures(CampaignId campaign, DateTimeOffset now, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(read =>
        {
            ImmutableArray<T> Of<T>(string sql, Func<SqliteStatement, T> row) => read[sql].All(rows => rows.Bind(1, campaign.Value), row);
            (IReadOnlyCollection<(string, long)>, IReadOnlyCollection<(string, BookMove)>) Jobs(string jobs, string moves) => (
                Of(jobs, row => (row.Text(0), row.Number(1))),
                Of(moves, row => (row.Text(0), new BookMove(row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Number(6)))));
            var states = read[Sql.States].All(
                rows =>
                {
                    rows.Bind(1, campaign.Value);
                    rows.Bind(2, now);
                },
                row => (row.Text(0), row.Number(1)));
            return LoopRows.Figures(states, Of(Sql.Costs, row => new FundedAmount(row.Text(0), row.Number(1))), Jobs(Sql.UsedJobs, Sql.UsedMoves), Jobs(Sql.EarnedJobs, Sql.EarnedMoves), Of(Sql.SuggestionCounts, row => (row.Number(0), row.Number(1)))[0],
                Of(Sql.Sources, row => LoopRows.Source(row.Text(0), row.Number(1), row.Number(2))));
        }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CustomerMoment>> Timeline(CustomerId customer, DateTimeOffset now, MomentCursor? after, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[Sql.Timeline].All(
            rows =>
            {
                var (at, key) = after ?? LoopRows.First;
                rows.Bind(1, customer.Value);
                rows.Bind(2, now);
                rows.Bind(3, at);
                rows.Bind(4, key);
                rows.Bind(5, (long)limit);
            },
            row => LoopRows.Moment(
                row.Instant(0), row.Text(1), row.Text(2), row.Id(3), row.IdOrNull(4), row.IdOrNull(5), row.TextOrNull(6), row.NumberOrNull(7), row.TextOrNull(8), row.NumberOrNull(9))),
        cancellationToken);
}
