using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Suggestions on SQLite. One writer at a time: what an insert counts stays so until it is written.</summary>
internal sealed class SqliteSuggestionStore(SqliteStore store) : ISuggestionStore
{
    private static readonly LoopSql Sql = LoopSql.Sqlite;

    /// <inheritdoc/>
    public ValueTask<bool> Wants(CustomerId customer, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[Sql.Wants];
            using var use = row.Begin();
            row.Bind(1, customer.Value);
            return row.Step() && row.Number(0) == 1;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Prefer(CustomerId customer, bool suggestions, DateTimeOffset at, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var put = session[Sql.Prefer];
            using var use = put.Begin();
            put.Bind(1, customer.Value);
            put.Bind(2, suggestions ? 1L : 0L);
            put.Bind(3, at);
            return put.Change();
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<bool> Add(Suggestion suggestion, TimeSpan gap, int perWeek, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var put = session[Sql.Suggest];
            using var use = put.Begin();
            put.Bind(1, suggestion.Id);
            put.Bind(2, suggestion.Customer.Value);
            put.Bind(3, suggestion.Market.Value);
            put.Bind(4, suggestion.Campaign.Value);
            put.Bind(5, suggestion.Voucher?.Value);
            put.Bind(6, suggestion.Journey.Value);
            put.Bind(7, suggestion.Job?.Value);
            put.Bind(8, suggestion.At);
            put.Bind(9, suggestion.At - gap);
            put.Bind(10, suggestion.At.AddDays(-7));
            put.Bind(11, (long)perWeek);
            return put.Change() == 1;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Suggestion?> Find(Guid suggestion, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[Sql.Suggestion];
            using var use = row.Begin();
            row.Bind(1, suggestion);
            return row.Step()
                ? LoopRows.Suggestion(row.Id(0), row.Id(1), row.Text(2), row.Id(3), row.IdOrNull(4), row.Id(5), row.IdOrNull(6), row.Instant(7), row.NumberOrNull(8))
                : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Follow(Guid suggestion, JourneyTouch touch, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            SqliteJourneyStore.Write(session, touch);
            var put = session[Sql.Follow];
            using var use = put.Begin();
            put.Bind(1, suggestion);
            put.Bind(2, touch.At);
            return put.Change();
        },
        cancellationToken).ConfigureAwait(false);
}
