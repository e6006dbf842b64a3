using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The directory of providers on PostgreSQL.</summary>
internal sealed class PostgresProviderDirectory(PostgresStore store) : IProviderDirectory
{
    private const string Columns = "provider_id, name, operator_id, standing, changed_at";
    private const string PutSql = $"""
        INSERT INTO provider_directory ({Columns}, folded_name) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (provider_id) DO UPDATE
        SET name = excluded.name, folded_name = excluded.folded_name, operator_id = excluded.operator_id, standing = excluded.standing, changed_at = excluded.changed_at
        WHERE excluded.changed_at >= provider_directory.changed_at
        """;

    private const string RemoveSql = "DELETE FROM provider_directory WHERE provider_id = $1";
    private const string FindSql = $"SELECT {Columns} FROM provider_directory WHERE provider_id = $1";

    // No id is below the empty one, so that the first page is a page like the others.
    private const string PageSql = $"SELECT {Columns} FROM provider_directory WHERE provider_id > $1 AND position($2 IN folded_name) > 0 ORDER BY provider_id LIMIT $3";
    private const string PageOfStandingSql = $"""
        SELECT {Columns} FROM provider_directory WHERE standing = $4 AND provider_id > $1 AND position($2 IN folded_name) > 0 ORDER BY provider_id LIMIT $3
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [FindSql, PageSql, PageOfStandingSql];

    /// <inheritdoc/>
    public async ValueTask Put(ProviderEntry entry, CancellationToken cancellationToken) => await store.Change(
        PutSql,
        parameters => parameters.Id(entry.Provider.Value).Text(entry.Name).Text(entry.Operator).Text(EnumText<ProviderStanding>.Of(entry.Standing)).Instant(entry.ChangedAt)
            .Text(FoldedName.Of(entry.Name)),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Remove(ProviderId provider, CancellationToken cancellationToken) =>
        await store.Change(RemoveSql, parameters => parameters.Id(provider.Value), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ProviderEntry?> Find(ProviderId provider, CancellationToken cancellationToken) =>
        store.ReadFirst(FindSql, parameters => parameters.Id(provider.Value), Entry, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ProviderEntry>> Page(
        ProviderStanding? standing, string? nameContains, ProviderId? after, int limit, CancellationToken cancellationToken) => store.ReadAll(
        standing is null ? PageSql : PageOfStandingSql,
        parameters =>
        {
            parameters.Id(after?.Value ?? Guid.Empty).Text(FoldedName.Of(nameContains ?? string.Empty)).Number(limit);
            if (standing is { } only)
            {
                parameters.Text(EnumText<ProviderStanding>.Of(only));
            }
        },
        Entry,
        cancellationToken);

    private static ProviderEntry Entry(NpgsqlDataReader row) =>
        new(new ProviderId(row.Id(0)), row.Text(1), row.Text(2), EnumText<ProviderStanding>.Parse(row.Text(3)), row.Instant(4));
}
