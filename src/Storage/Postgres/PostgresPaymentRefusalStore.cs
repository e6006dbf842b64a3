using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Refused payment methods, refunds and tips on PostgreSQL.</summary>
internal sealed class PostgresPaymentRefusalStore(PostgresStore store) : IPaymentRefusalStore
{
    private const string Columns = "number, at, customer_id, what, method, why, job_id, amount_minor_units, currency, asked_by";

    private const string AddSql = """
        INSERT INTO payment_refusals (at, customer_id, what, method, why, job_id, amount_minor_units, currency, asked_by)
        SELECT $1, $2, $3, $4, $5, $7, $8, $9, $10 WHERE (SELECT count(*) FROM payment_refusals WHERE customer_id = $2) < $6
        """;

    private const string PageSql = $"SELECT {Columns} FROM payment_refusals WHERE number < $1 ORDER BY number DESC LIMIT $2";
    private const string OfCustomerSql = $"SELECT {Columns} FROM payment_refusals WHERE customer_id = $3 AND number < $1 ORDER BY number DESC LIMIT $2";

    /// <inheritdoc/>
    public async ValueTask Add(PaymentRefusal refusal, CancellationToken cancellationToken) => await store.Change(
        AddSql,
        parameters => parameters.Instant(refusal.At).Id(refusal.Customer.Value).Text(refusal.What).Text(refusal.Method).Text(refusal.Why).Number(IPaymentRefusalStore.MostOfCustomer)
            .Id(refusal.Job?.Value).Number(refusal.AmountMinorUnits).Text(refusal.Currency).Id(refusal.AskedBy),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PaymentRefusal>> Page(CustomerId? customer, long? before, int limit, CancellationToken cancellationToken) => customer is { } only
        ? store.ReadAll(OfCustomerSql, parameters => parameters.Number(before ?? long.MaxValue).Number(limit).Id(only.Value), Entry, cancellationToken)
        : store.ReadAll(PageSql, parameters => parameters.Number(before ?? long.MaxValue).Number(limit), Entry, cancellationToken);

    private static PaymentRefusal Entry(NpgsqlDataReader row) =>
        new(row.Number(0), row.Instant(1), new CustomerId(row.Id(2)), row.Text(3), row.Text(4), row.Text(5))
        {
            Job = row.IdOrNull(6) is { } job ? new JobId(job) : null,
            AmountMinorUnits = row.NumberOrNull(7),
            Currency = row.TextOrNull(8),
            AskedBy = row.IdOrNull(9),
        };
}
