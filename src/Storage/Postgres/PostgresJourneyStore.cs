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
    public async ValueTask Quoted(Quote quote, JourneyTouch? begun, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (quote.Journey is not { } journey)
        {
            return;
        }

        void Put(NpgsqlParameterCollection parameters) => parameters.Id(quote.Id.Value).Id(journey.Value).Text(quote.Market.Value).Instant(at);
        if (begun is null)
        {
            await store.Change(Sql.Quoted, Put, cancellationToken).ConfigureAwait(false);
            return;
        }

        await store.Transact(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                batch.Add(Sql.Touch, parameters => Bind(parameters, begun));
                batch.Add(Sql.Quoted, Put);
                return await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Binds a touch.</summary>
    internal static void Bind(NpgsqlParameterCollection parameters, JourneyTouch touch) => parameters
        .Id(touch.Id).Id(touch.Journey.Value).Text(touch.Market.Value).Text(EnumText<JourneySource>.Of(touch.Source)).Id(touch.Campaign?.Value).Id(touch.Merchant?.Value)
        .Id(touch.Store?.Value).Text(touch.Label).Instant(touch.At);
}
