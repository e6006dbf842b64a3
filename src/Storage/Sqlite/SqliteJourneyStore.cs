using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Journeys on SQLite.</summary>
internal sealed class SqliteJourneyStore(SqliteStore store) : IJourneyStore
{
    private static readonly LoopSql Sql = LoopSql.Sqlite;

    /// <inheritdoc/>
    public ValueTask<JourneyId> Touch(JourneyTouch touch, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            Write(session, touch);
            var row = session[Sql.JourneyOfTouch];
            using var use = row.Begin();
            row.Bind(1, touch.Id);
            row.Step();
            return new JourneyId(row.Id(0));
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> Knows(JourneyId journey, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[Sql.Knows];
            using var use = row.Begin();
            row.Bind(1, journey.Value);
            return row.Step();
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Quoted(Quote quote, JourneySource? begins, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (quote.Journey is not { } journey)
        {
            return;
        }

        var touch = new QuoteTouch(quote.Id, journey, quote.Market, begins, at);
        await store.Write(session => Write(session, touch), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes down within another change that a quote was given.</summary>
    internal static int Write(WriteSession session, QuoteTouch touch)
    {
        var put = session[touch.Begins is null ? Sql.Quoted : Sql.Begun];
        using var use = put.Begin();
        put.Bind(1, touch.Quote.Value);
        put.Bind(2, touch.Journey.Value);
        put.Bind(3, touch.Market.Value);
        put.Bind(4, touch.At);
        if (touch.Begins is { } source)
        {
            put.Bind(5, EnumText<JourneySource>.Of(source));
        }

        return put.Change();
    }

    /// <summary>Writes a touch down within another change.</summary>
    internal static void Write(WriteSession session, JourneyTouch touch)
    {
        var put = session[Sql.Touch];
        using var use = put.Begin();
        put.Bind(1, touch.Id);
        put.Bind(2, touch.Journey.Value);
        put.Bind(3, touch.Market.Value);
        put.Bind(4, EnumText<JourneySource>.Of(touch.Source));
        put.Bind(5, touch.Campaign?.Value);
        put.Bind(6, touch.Merchant?.Value);
        put.Bind(7, touch.Store?.Value);
        put.Bind(8, touch.Label);
        put.Bind(9, touch.At);
        put.Run();
    }
}
