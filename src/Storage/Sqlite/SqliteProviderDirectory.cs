using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The directory of providers on SQLite.</summary>
internal sealed class SqliteProviderDirectory(SqliteStore store) : IProviderDirectory
{
    private const string Columns = "provider_id, name, operator_id, standing, changed_at";
    private const string PutSql = $"""
        INSERT INTO provider_directory ({Columns}, folded_name) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (provider_id) DO UPDATE SET name = excluded.name, folded_name = excluded.folded_name, operator_id = excluded.operator_id, standing = excluded.standing, changed_at = excluded.changed_at
        WHERE excluded.changed_at >= provider_directory.changed_at
        """;

    private const string RemoveSql = "DELETE FROM provider_directory WHERE provider_id = ?1";
    private const string FindSql = $"SELECT {Columns} FROM provider_directory WHERE provider_id = ?1";
    private const string PageSql = $"SELECT {Columns} FROM provider_directory WHERE provider_id > ?1 AND instr(folded_name, ?2) > 0 ORDER BY provider_id LIMIT ?3";
    private const string PageOfStandingSql = $"""
        SELECT {Columns} FROM provider_directory WHERE standing = ?4 AND provider_id > ?1 AND instr(folded_name, ?2) > 0 ORDER BY provider_id LIMIT ?3
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [FindSql, PageSql, PageOfStandingSql];

    /// <inheritdoc/>
    public ValueTask Put(ProviderEntry entry, CancellationToken cancellationToken) => new(store.Write(
        session =>
        {
            var put = session[PutSql];
            using var use = put.Begin();
            put.Bind(1, entry.Provider.Value);
            put.Bind(2, entry.Name);
            put.Bind(3, entry.Operator);
            put.BindText(4, EnumText<ProviderStanding>.Utf8(entry.Standing));
            put.Bind(5, entry.ChangedAt);
            put.Bind(6, FoldedName.Of(entry.Name));
            put.Run();
            return true;
        },
        cancellationToken).AsTask());

    /// <inheritdoc/>
    public ValueTask Remove(ProviderId provider, CancellationToken cancellationToken) => new(store.Write(
        session =>
        {
            var remove = session[RemoveSql];
            using var use = remove.Begin();
            remove.Bind(1, provider.Value);
            remove.Run();
            return true;
        },
        cancellationToken).AsTask());

    /// <inheritdoc/>
    public ValueTask<ProviderEntry?> Find(ProviderId provider, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[FindSql];
            using var use = row.Begin();
            row.Bind(1, provider.Value);
            return row.Step() ? Entry(row) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ProviderEntry>> Page(
        ProviderStanding? standing, string? nameContains, ProviderId? after, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[standing is null ? PageSql : PageOfStandingSql];
            using var use = rows.Begin();
            rows.Bind(1, after?.Value ?? Guid.Empty);
            rows.Bind(2, FoldedName.Of(nameContains ?? string.Empty));
            rows.Bind(3, (long)limit);
            if (standing is { } only)
            {
                rows.BindText(4, EnumText<ProviderStanding>.Utf8(only));
            }

            var entries = ImmutableArray.CreateBuilder<ProviderEntry>();
            while (rows.Step())
            {
                entries.Add(Entry(rows));
            }

            return entries.ToImmutable();
        },
        cancellationToken);

    private static ProviderEntry Entry(SqliteStatement row) =>
        new(new ProviderId(row.Id(0)), row.Text(1), row.Text(2), EnumText<ProviderStanding>.Parse(row.Text(3)), row.Instant(4));
}
