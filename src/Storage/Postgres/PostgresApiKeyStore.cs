using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Keys of integrators on PostgreSQL.</summary>
internal sealed class PostgresApiKeyStore(PostgresStore store) : IApiKeyStore
{
    private const string Columns = "key_id, name, customer_id, scopes, hash, created_at, revoked_at";
    private const string AddSql = $"INSERT INTO api_keys ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key_id) DO NOTHING";
    private const string FindSql = $"SELECT {Columns} FROM api_keys WHERE hash = $1";
    private const string PageSql = $"SELECT {Columns} FROM api_keys WHERE key_id > $1 ORDER BY key_id LIMIT $2";
    private const string RevokeSql = $"UPDATE api_keys SET revoked_at = coalesce(revoked_at, $2) WHERE key_id = $1 RETURNING {Columns}";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [FindSql, PageSql];

    /// <inheritdoc/>
    public async ValueTask Add(ApiKeyEntry key, CancellationToken cancellationToken) => await store.Change(
        AddSql,
        parameters => parameters.Id(key.Id).Text(key.Name).Id(key.Customer.Value).Texts([.. key.Scopes]).Text(key.Hash).Instant(key.CreatedAt).Number(key.RevokedAt?.UtcTicks),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ApiKeyEntry?> Find(string hash, CancellationToken cancellationToken) =>
        store.ReadFirst(FindSql, parameters => parameters.Text(hash), Entry, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ApiKeyEntry>> Page(Guid? after, int limit, CancellationToken cancellationToken) =>
        store.ReadAll(PageSql, parameters => parameters.Id(after ?? Guid.Empty).Number(limit), Entry, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ApiKeyEntry?> Revoke(Guid id, DateTimeOffset at, CancellationToken cancellationToken) =>
        store.ChangeFirst(RevokeSql, parameters => parameters.Id(id).Instant(at), Entry, cancellationToken);

    private static ApiKeyEntry Entry(NpgsqlDataReader row) => new(
        row.Id(0),
        row.Text(1),
        new CustomerId(row.Id(2)),
        [.. row.GetFieldValue<string[]>(3)],
        row.Text(4),
        row.Instant(5),
        row.IsDBNull(6) ? null : row.Instant(6));
}
