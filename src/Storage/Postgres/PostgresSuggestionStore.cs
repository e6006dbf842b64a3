using Npgsql;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Suggestions on PostgreSQL. Whoever suggests locks the customer's preferences first: whoever comes second counts what the first has written.</summary>
internal sealed class PostgresSuggestionStore(PostgresStore store) : ISuggestionStore
{
    private static readonly LoopSql Sql = LoopSql.Postgres;
    private static readonly string LockSql = $"{Sql.Wants} FOR UPDATE";

    /// <inheritdoc/>
    public ValueTask<bool> Wants(CustomerId customer, CancellationToken cancellationToken) =>
        store.ReadFirst(Sql.Wants, parameters => parameters.Id(customer.Value), row => row.Number(0) == 1, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Prefer(CustomerId customer, bool suggestions, DateTimeOffset at, CancellationToken cancellationToken) =>
        await store.Change(Sql.Prefer, parameters => parameters.Id(customer.Value).Number(suggestions ? 1 : 0).Instant(at), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<bool> Add(Suggestion suggestion, TimeSpan gap, int perWeek, CancellationToken cancellationToken) => store.Transact(
        async connection => await connection.All(LockSql, parameters => parameters.Id(suggestion.Customer.Value), row => row.Number(0)).ConfigureAwait(false) is [1]
            && await connection.Run(
                Sql.Suggest,
                parameters => parameters.Id(suggestion.Id).Id(suggestion.Customer.Value).Text(suggestion.Market.Value).Id(suggestion.Campaign.Value).Id(suggestion.Voucher?.Value).Id(suggestion.Journey.Value)
                    .Id(suggestion.Job?.Value).Instant(suggestion.At).Instant(suggestion.At - gap).Instant(suggestion.At.AddDays(-7)).Number(perWeek)).ConfigureAwait(false) == 1,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Suggestion?> Find(Guid suggestion, CancellationToken cancellationToken) => store.ReadFirst<Suggestion>(
        Sql.Suggestion,
        parameters => parameters.Id(suggestion),
        row => LoopRows.Suggestion(row.Id(0), row.Id(1), row.Text(2), row.Id(3), row.IdOrNull(4), row.Id(5), row.IdOrNull(6), row.Instant(7), row.NumberOrNull(8)),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Follow(Guid suggestion, JourneyTouch touch, CancellationToken cancellationToken) => await store.Transact(
        async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.Add(Sql.Touch, parameters => PostgresJourneyStore.Bind(parameters, touch));
            batch.Add(Sql.Follow, parameters => parameters.Id(suggestion).Instant(touch.At));
            return await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        },
        cancellationToken).ConfigureAwait(false);
}
