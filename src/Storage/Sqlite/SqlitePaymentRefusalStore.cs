using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Refused payment methods, refunds and tips on SQLite.</summary>
internal sealed class SqlitePaymentRefusalStore(SqliteStore store) : IPaymentRefusalStore
{
    private const string Columns = "number, at, customer_id, what, method, why, job_id, amount_minor_units, currency, asked_by";

    private const string AddSql = """
        INSERT INTO payment_refusals (at, customer_id, what, method, why, job_id, amount_minor_units, currency, asked_by)
        SELECT ?1, ?2, ?3, ?4, ?5, ?7, ?8, ?9, ?10 WHERE (SELECT COUNT(*) FROM payment_refusals WHERE customer_id = ?2) < ?6
        """;

    private const string PageSql = $"SELECT {Columns} FROM payment_refusals WHERE number < ?1 ORDER BY number DESC LIMIT ?2";
    private const string OfCustomerSql = $"SELECT {Columns} FROM payment_refusals WHERE customer_id = ?3 AND number < ?1 ORDER BY number DESC LIMIT ?2";

    /// <inheritdoc/>
    public ValueTask Add(PaymentRefusal refusal, CancellationToken cancellationToken) => new(store.Write(
        session =>
        {
            var add = session[AddSql];
            using var use = add.Begin();
            add.Bind(1, refusal.At);
            add.Bind(2, refusal.Customer.Value);
            add.Bind(3, refusal.What);
            add.Bind(4, refusal.Method);
            add.Bind(5, refusal.Why);
            add.Bind(6, (long)IPaymentRefusalStore.MostOfCustomer);
            add.Bind(7, refusal.Job?.Value);
            add.Bind(8, refusal.AmountMinorUnits);
            add.Bind(9, refusal.Currency);
            add.Bind(10, refusal.AskedBy);
            add.Run();
            return true;
        },
        cancellationToken).AsTask());

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PaymentRefusal>> Page(CustomerId? customer, long? before, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[customer is null ? PageSql : OfCustomerSql];
            using var use = rows.Begin();
            rows.Bind(1, before ?? long.MaxValue);
            rows.Bind(2, (long)limit);
            if (customer is { } only)
            {
                rows.Bind(3, only.Value);
            }

            var found = ImmutableArray.CreateBuilder<PaymentRefusal>();
            while (rows.Step())
            {
                found.Add(new PaymentRefusal(rows.Number(0), rows.Instant(1), new CustomerId(rows.Id(2)), rows.Text(3), rows.Text(4), rows.Text(5))
                {
                    Job = rows.IdOrNull(6) is { } job ? new JobId(job) : null,
                    AmountMinorUnits = rows.NumberOrNull(7),
                    Currency = rows.TextOrNull(8),
                    AskedBy = rows.IdOrNull(9),
                });
            }

            return found.ToImmutable();
        },
        cancellationToken);
}
