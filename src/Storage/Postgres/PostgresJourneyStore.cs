using Npgsql;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Journeys on PostgreSQL.</summary>
internal sealed class PostgresJourneyStore(PostgresStore store) : IJourneyStore
{
    private static readonly LoopSql Sql = LoopSql.Postgres;

    /// <inheritdoc/>
    public async ValueTask<JourneyId> Touch(JourneyTouch touch, CancellationToken cancellationToken)
    {
        await store.Change(Sql.Touch, parameters => Bind(parameters, touch), cancellationToken).ConfigureAwait(false);
        return new JourneyId(await store.ReadFirst(Sql.JourneyOfTouch, parameters => parameters.Id(touch.Id), row => row.Id(0), CancellationToken.None).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public ValueTask<bool> Knows(JourneyId journey, CancellationToken cancellationToken) =>
        store.ReadFirst(Sql.Knows, parameters => parameters.Id(journey.Value), _ => true, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Quoted(Quote quote, JourneySource? begins, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (quote.Journey is not { } journey)
        {
            return;
        }

        await store.Change(
            begins is null ? Sql.Quoted : Sql.Begun,
            parameters =>
            {
                parameters.Id(quote.Id.Value).Id(journey.Value).Text(quote.Market.Value).Instant(at);
                if (begins is { } source)
                {
                    parameters.Text(EnumText<JourneySource>.Of(source));
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Binds a touch.</summary>
    internal static void Bind(NpgsqlParameterCollection parameters, JourneyTouch touch) => parameters
        .Id(touch.Id).Id(touch.Journey.Value).Text(touch.Market.Value).Text(EnumText<JourneySource>.Of(touch.Source)).Id(touch.Campaign?.Value).Id(touch.Merchant?.Value)
        .Id(touch.Store?.Value).Text(touch.Label).Instant(touch.At);
}
