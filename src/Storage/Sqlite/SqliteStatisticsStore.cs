using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Statistics;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>What merchants count, on SQLite.</summary>
internal sealed class SqliteStatisticsStore(SqliteStore store) : IStatisticsStore
{
    private const string Facts = "f.merchant_id = ?1 AND f.at >= ?2 AND f.at < ?3 AND (?4 IS NULL OR f.store_id = ?4)";

    // 9000000000 ticks are a quarter of an hour.
    private const string CountsSql = $"SELECT f.store_id, f.at / 9000000000, f.kind, count(*), coalesce(sum(f.value), 0) FROM sale_facts f WHERE {Facts} GROUP BY 1, 2, 3";

    private const string TimesSql = $"SELECT f.store_id, f.kind, f.value FROM sale_facts f WHERE {Facts} AND f.kind IN ('accepted', 'prepared', 'collected', 'completed') AND f.value IS NOT NULL";

    private const string MovesSql = """
        SELECT f.store_id, t.at / 9000000000, t.debit_kind, CASE WHEN t.debit_kind IN ('merchant_payable', 'promotion_funder') THEN t.debit_owner ELSE '' END, t.credit_kind,
            CASE WHEN t.credit_kind IN ('merchant_payable', 'promotion_funder') THEN t.credit_owner ELSE '' END, t.cause, sum(t.amount_minor_units)
        FROM ledger_transfers t CROSS JOIN sale_facts f ON f.job_id = t.job_id AND f.kind = 'ordered'
        WHERE t.merchant_id = ?1 AND t.at >= ?2 AND t.at < ?3 AND (?4 IS NULL OR f.store_id = ?4) GROUP BY 1, 2, 3, 4, 5, 6, 7
        """;

    private const string CustomersSql = $"""
        SELECT f.store_id, f.customer_id, max(NOT EXISTS (
            SELECT 1 FROM sale_facts b WHERE b.merchant_id = f.merchant_id AND b.customer_id = f.customer_id AND b.kind = 'ordered' AND (b.at, b.job_id) < (f.at, f.job_id)))
        FROM sale_facts f WHERE {Facts} AND f.kind = 'ordered' GROUP BY 1, 2
        """;

    private const string StarsSql = $"""
        SELECT f.store_id, r.stars, count(*) FROM sale_facts f CROSS JOIN ratings r ON r.job_id = f.job_id
        WHERE {Facts} AND f.kind = 'completed' AND (r.completed_at IS NULL OR r.completed_at <= ?5 OR EXISTS (SELECT 1 FROM customer_ratings c WHERE c.job_id = r.job_id)) GROUP BY 1, 2
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [CountsSql, TimesSql, MovesSql, CustomersSql, StarsSql];

    /// <inheritdoc/>
    public ValueTask<SaleTally> Tally(MerchantId merchant, StoreId? only, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(snapshot =>
        {
            return new SaleTally(
                All(CountsSql, row => new SaleCount(Store(row), SaleQuarter.At(row.Number(1)), EnumText<SaleFactKind>.Parse(row.Text(2)), row.Number(3), row.Number(4))),
                All(TimesSql, row => new SaleTime(Store(row), EnumText<SaleFactKind>.Parse(row.Text(1)), row.Number(2))),
                All(MovesSql, row => new SaleMove(Store(row), SaleQuarter.At(row.Number(1)), new BookMove(row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Number(7)))),
                All(CustomersSql, row => new SaleCustomer(Store(row), new CustomerId(row.Id(1)), row.Number(2) == 1)),
                All(StarsSql, row => new SaleStars(Store(row), row.Small(1), row.Number(2))));

            ImmutableArray<T> All<T>(string sql, Func<SqliteStatement, T> read)
            {
                var rows = snapshot[sql];
                using var use = rows.Begin();
                rows.Bind(1, merchant.Value);
                rows.Bind(2, from);
                rows.Bind(3, to);
                rows.Bind(4, only?.Value);
                if (ReferenceEquals(sql, StarsSql))
                {
                    rows.Bind(5, RatingRows.ShownUntil(now));
                }

                var all = ImmutableArray.CreateBuilder<T>();
                while (rows.Step())
                {
                    all.Add(read(rows));
                }

                return all.ToImmutable();
            }
        }),
        cancellationToken);

    private static StoreId Store(SqliteStatement row) => new(row.Id(0));
}
