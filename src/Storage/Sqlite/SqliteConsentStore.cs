using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Consents;
using O2O.Dispatch.Domain.Consents;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Consents on SQLite. One writer at a time: a consent that a look finds stands until the look is written.</summary>
internal sealed class SqliteConsentStore(SqliteStore store) : IConsentStore
{
    private static readonly ConsentSql Sql = ConsentSql.Sqlite;

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<string>> Notes(CustomerId customer, CancellationToken cancellationToken) => store.Read(session => NotesOf(session[Sql.Notes], customer), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Write(CustomerId customer, ImmutableArray<string> notes, DateTimeOffset at, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var put = session[Sql.Write];
            using var use = put.Begin();
            put.Bind(1, customer.Value);
            put.Bind(2, ConsentSql.Json(notes));
            put.Bind(3, at);
            return put.Change();
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Give(CounterConsent consent, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var put = session[Sql.Give];
            using var use = put.Begin();
            put.Bind(1, consent.Customer.Value);
            put.Bind(2, consent.Merchant.Value);
            put.Bind(3, consent.Store?.Value);
            put.Bind(4, consent.GivenAt);
            put.Bind(5, consent.Until);
            return put.Change();
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Revoke(CustomerId customer, MerchantId merchant, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var gone = session[Sql.Revoke];
            using var use = gone.Begin();
            gone.Bind(1, customer.Value);
            gone.Bind(2, merchant.Value);
            return gone.Change();
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Forget(CustomerId customer, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            foreach (var sql in (string[])[Sql.ForgetNotes, Sql.ForgetConsents])
            {
                var gone = session[sql];
                using var use = gone.Begin();
                gone.Bind(1, customer.Value);
                gone.Run();
            }

            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CounterConsent>> Of(CustomerId customer, DateTimeOffset now, MerchantId? after, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[Sql.Consents].All(
            rows =>
            {
                rows.Bind(1, customer.Value);
                rows.Bind(2, after?.Value ?? Guid.Empty);
                rows.Bind(3, now);
                rows.Bind(4, (long)limit);
            },
            row => new CounterConsent(customer, new MerchantId(row.Id(0)), row.IdOrNull(1) is { } at ? new StoreId(at) : null, row.Instant(2), row.Instant(3))),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SharedNotes?> Look(CounterLook look, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var consent = session[Sql.InForce];
            using var use = consent.Begin();
            consent.Bind(1, look.Customer.Value);
            consent.Bind(2, look.Merchant.Value);
            consent.Bind(3, look.Store.Value);
            consent.Bind(4, look.At);
            if (!consent.Step())
            {
                return null;
            }

            var shared = new SharedNotes(NotesOf(session[Sql.Notes], look.Customer), consent.Instant(0));
            var put = session[Sql.Look];
            using var written = put.Begin();
            put.Bind(1, look.Id);
            put.Bind(2, look.Customer.Value);
            put.Bind(3, look.Merchant.Value);
            put.Bind(4, look.Store.Value);
            put.Bind(5, look.By);
            put.Bind(6, look.Job.Value);
            put.Bind(7, look.At);
            put.Bind(8, (long)shared.Notes.Length);
            put.Bind(9, (long)look.Vouchers);
            put.Run();
            return shared;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CounterLook>> Looks(CustomerId customer, Guid? before, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[Sql.Looks].All(
            rows =>
            {
                rows.Bind(1, customer.Value);
                rows.Bind(2, before ?? StorageTerms.AboveAll);
                rows.Bind(3, (long)limit);
            },
            row => new CounterLook(
                row.Id(0), new CustomerId(row.Id(1)), new MerchantId(row.Id(2)), new StoreId(row.Id(3)), row.Id(4), new JobId(row.Id(5)), row.Instant(6), row.Small(7), row.Small(8))),
        cancellationToken);

    private static ImmutableArray<string> NotesOf(Native.SqliteStatement row, CustomerId customer)
    {
        using var use = row.Begin();
        row.Bind(1, customer.Value);
        return ConsentSql.Read(row.Step() ? row.Text(0) : null);
    }
}
