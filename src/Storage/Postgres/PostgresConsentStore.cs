using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Consents;
using O2O.Dispatch.Domain.Consents;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Consents on PostgreSQL. A look holds the row of the consent until it is written: who takes the consent back waits for it.</summary>
internal sealed class PostgresConsentStore(PostgresStore store) : IConsentStore
{
    private static readonly ConsentSql Sql = ConsentSql.Postgres;

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<string>> Notes(CustomerId customer, CancellationToken cancellationToken) =>
        ConsentSql.Read(await store.ReadFirst<string>(Sql.Notes, parameters => parameters.Id(customer.Value), row => row.Text(0), cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public async ValueTask Write(CustomerId customer, ImmutableArray<string> notes, DateTimeOffset at, CancellationToken cancellationToken) =>
        await store.Change(Sql.Write, parameters => parameters.Id(customer.Value).Text(ConsentSql.Json(notes)).Instant(at), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Give(CounterConsent consent, CancellationToken cancellationToken) => await store.Change(
        Sql.Give,
        parameters => parameters.Id(consent.Customer.Value).Id(consent.Merchant.Value).Id(consent.Store?.Value).Instant(consent.GivenAt).Instant(consent.Until),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Revoke(CustomerId customer, MerchantId merchant, CancellationToken cancellationToken) =>
        await store.Change(Sql.Revoke, parameters => parameters.Id(customer.Value).Id(merchant.Value), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Forget(CustomerId customer, CancellationToken cancellationToken) => await store.Transact(
        async connection =>
        {
            await connection.Run(Sql.ForgetNotes, parameters => parameters.Id(customer.Value)).ConfigureAwait(false);
            return await connection.Run(Sql.ForgetConsents, parameters => parameters.Id(customer.Value)).ConfigureAwait(false);
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CounterConsent>> Of(CustomerId customer, DateTimeOffset now, MerchantId? after, int limit, CancellationToken cancellationToken) => store.ReadAll(
        Sql.Consents,
        parameters => parameters.Id(customer.Value).Id(after?.Value ?? Guid.Empty).Instant(now).Number(limit),
        row => new CounterConsent(customer, new MerchantId(row.Id(0)), row.IdOrNull(1) is { } at ? new StoreId(at) : null, row.Instant(2), row.Instant(3)),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SharedNotes?> Look(CounterLook look, CancellationToken cancellationToken) => store.Transact(
        async connection =>
        {
            var until = await connection.All(
                Sql.InForce, parameters => parameters.Id(look.Customer.Value).Id(look.Merchant.Value).Id(look.Store.Value).Instant(look.At), row => row.Instant(0)).ConfigureAwait(false);
            if (until.Count == 0)
            {
                return null;
            }

            var notes = await connection.All(Sql.Notes, parameters => parameters.Id(look.Customer.Value), row => row.Text(0)).ConfigureAwait(false);
            var shared = new SharedNotes(ConsentSql.Read(notes.Count > 0 ? notes[0] : null), until[0]);
            await connection.Run(
                Sql.Look,
                parameters => parameters.Id(look.Id).Id(look.Customer.Value).Id(look.Merchant.Value).Id(look.Store.Value).Id(look.By).Id(look.Job.Value).Instant(look.At)
                    .Number(shared.Notes.Length).Number(look.Vouchers)).ConfigureAwait(false);
            return shared;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CounterLook>> Looks(CustomerId customer, Guid? before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        Sql.Looks,
        parameters => parameters.Id(customer.Value).Id(before ?? StorageTerms.AboveAll).Number(limit),
        row => new CounterLook(
            row.Id(0), new CustomerId(row.Id(1)), new MerchantId(row.Id(2)), new StoreId(row.Id(3)), row.Id(4), new JobId(row.Id(5)), row.Instant(6), checked((int)row.Number(7)), checked((int)row.Number(8))),
        cancellationToken);
}
