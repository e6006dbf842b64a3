using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Keys of integrators on SQLite.</summary>
internal sealed class SqliteApiKeyStore(SqliteStore store) : IApiKeyStore
{
    private const string Columns = "key_id, name, customer_id, scopes, hash, created_at, revoked_at";
    private const string AddSql = $"INSERT INTO api_keys ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (key_id) DO NOTHING";
    private const string FindSql = $"SELECT {Columns} FROM api_keys WHERE hash = ?1";
    private const string PageSql = $"SELECT {Columns} FROM api_keys WHERE key_id > ?1 ORDER BY key_id LIMIT ?2";
    private const string RevokeSql = "UPDATE api_keys SET revoked_at = ?2 WHERE key_id = ?1 AND revoked_at IS NULL";
    private const string ByIdSql = $"SELECT {Columns} FROM api_keys WHERE key_id = ?1";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [FindSql, PageSql];

    /// <inheritdoc/>
    public ValueTask Add(ApiKeyEntry key, CancellationToken cancellationToken) => new(store.Write(
        session =>
        {
            var add = session[AddSql];
            using var use = add.Begin();
            add.Bind(1, key.Id);
            add.Bind(2, key.Name);
            add.Bind(3, key.Customer.Value);
            add.Bind(4, string.Join(' ', key.Scopes));
            add.Bind(5, key.Hash);
            add.Bind(6, key.CreatedAt);
            add.Bind(7, key.RevokedAt?.UtcTicks);
            add.Run();
            return true;
        },
        cancellationToken).AsTask());

    /// <inheritdoc/>
    public ValueTask<ApiKeyEntry?> Find(string hash, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[FindSql];
            using var use = row.Begin();
            row.Bind(1, hash);
            return row.Step() ? Entry(row) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ApiKeyEntry>> Page(Guid? after, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[PageSql];
            using var use = rows.Begin();
            rows.Bind(1, after ?? Guid.Empty);
            rows.Bind(2, (long)limit);
            var keys = ImmutableArray.CreateBuilder<ApiKeyEntry>();
            while (rows.Step())
            {
                keys.Add(Entry(rows));
            }

            return keys.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ApiKeyEntry?> Revoke(Guid id, DateTimeOffset at, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var revoke = session[RevokeSql];
            using (revoke.Begin())
            {
                revoke.Bind(1, id);
                revoke.Bind(2, at);
                revoke.Run();
            }

            var row = session[ByIdSql];
            using var use = row.Begin();
            row.Bind(1, id);
            return row.Step() ? Entry(row) : null;
        },
        cancellationToken);

    private static ApiKeyEntry Entry(SqliteStatement row) => new(
        row.Id(0),
        row.Text(1),
        new CustomerId(row.Id(2)),
        [.. row.Text(3).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        row.Text(4),
        row.Instant(5),
        row.IsNull(6) ? null : row.Instant(6));
}
