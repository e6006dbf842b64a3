using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Placements;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Placements on PostgreSQL. Whoever clicks, bills or changes one holds its row: who comes second finds what the first has written.</summary>
internal sealed class PostgresPlacementStore(PostgresStore store) : IPlacementStore
{
    private static readonly PlacementSql Sql = PlacementSql.Postgres;

    /// <inheritdoc/>
    public ValueTask<Edit<PlacementEntry>> Put(Placement placement, long version, DateTimeOffset now, CancellationToken cancellationToken) => store.Transact(
        async connection =>
        {
            await Hold(connection, placement.Id).ConfigureAwait(false);
            var stands = await EntryOf(connection, Sql.Find, placement.Id, now).ConfigureAwait(false);
            var fits = PlacementEntry.MayBecome(stands, placement, version);
            var written = fits && await connection.Run(
                version == 0 ? Sql.Add : Sql.Change,
                parameters =>
                {
                    parameters.Id(placement.Id.Value).Id(placement.Merchant.Value).Number(placement.Paused ? 1 : 0).Instant(placement.Ends).Number(placement.Budget.MinorUnits).Text(PlacementSql.Body(placement));
                    if (version != 0)
                    {
                        parameters.Number(version);
                    }
                }).ConfigureAwait(false) == 1;

            // Two that make one of the same id at once find no row to hold: the second writes nothing.
            stands = await EntryOf(connection, Sql.Find, placement.Id, now).ConfigureAwait(false);
            return new Edit<PlacementEntry>(written, stands?.Placement.Merchant == placement.Merchant ? stands : null);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PlacementEntry?> Find(PlacementId placement, DateTimeOffset now, CancellationToken cancellationToken) => store.ReadFirst<PlacementEntry>(
        Sql.Find, parameters => parameters.Instant(now).Number(PlacementSql.Day(now)).Id(placement.Value), EntryOf, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PlacementEntry>> Of(MerchantId merchant, PlacementId? before, DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.ReadAll(
        Sql.Page,
        parameters => parameters.Instant(now).Number(PlacementSql.Day(now)).Id(merchant.Value).Id(before?.Value ?? StorageTerms.AboveAll).Number(limit),
        EntryOf,
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<Placement>> Running(DateTimeOffset now, CancellationToken cancellationToken) =>
    [
        .. (await store.ReadAll(Sql.Running, parameters => parameters.Instant(now).Number(PlacementSql.Day(now)), EntryOf, cancellationToken).ConfigureAwait(false))
            .Where(one => one.Placement.Runs(one.Usage, now)).Select(one => one.Placement),
    ];

    /// <inheritdoc/>
    public ValueTask<PlacementClick?> Click(PlacementDisplay display, DateTimeOffset at, TimeSpan window, CancellationToken cancellationToken) => store.Transact(
        async connection =>
        {
            await Hold(connection, display.Placement).ConfigureAwait(false);
            var known = await connection.All(Sql.Known, parameters => parameters.Id(display.Id), ClickOf).ConfigureAwait(false);
            if (known.Count == 0)
            {
                known = await connection.All(
                    Sql.Open, parameters => parameters.Id(display.Customer.Value).Id(display.Placement.Value).Id(display.Store.Value).Instant(at), ClickOf).ConfigureAwait(false);
            }

            if (known.Count > 0)
            {
                return known[0];
            }

            if (await EntryOf(connection, Sql.Room, display.Placement, at).ConfigureAwait(false) is not { Placement: var placement, Usage: var usage } || !placement.Takes(display.Store, usage, at))
            {
                return null;
            }

            var taken = PlacementClick.Of(display, placement, at, window);
            await connection.Run(
                Sql.Click,
                parameters => parameters.Id(taken.Id).Id(taken.Placement.Value).Id(taken.Merchant.Value).Id(taken.Store.Value).Id(taken.Customer.Value).Number(taken.Price.MinorUnits)
                    .Text(taken.Price.Currency.Code).Instant(taken.At).Instant(taken.Until).Instant(taken.HeldUntil).Number(PlacementSql.Day(taken.At))).ConfigureAwait(false);
            return taken;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<PlacementVisit>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => PlacementSql.First(await store.ReadAll(
        Sql.Due, parameters => parameters.Instant(now).Number(limit), row => new PlacementVisit(ClickOf(row), new JobId(row.Id(9)), new OperatorId(row.Text(10))), cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public ValueTask<bool> Bill(PlacementVisit visit, DateTimeOffset now, CancellationToken cancellationToken) => store.Transact(
        async connection =>
        {
            await Hold(connection, visit.Click.Placement).ConfigureAwait(false);
            if (await connection.All(Sql.Free, parameters => parameters.Id(visit.Click.Id).Instant(now), row => row.Small(0)).ConfigureAwait(false) is [])
            {
                return false;
            }

            // Another placement's click may be billed for the same order at once: the key of the transfer lets one of them pass.
            var posting = visit.Posting(now);
            var posted = await connection.Run(
                $"{PostgresWalletStore.PostSql} ON CONFLICT (key) DO NOTHING", parameters => PostgresWalletStore.Bind(parameters, posting)).ConfigureAwait(false);
            if (posted == 0)
            {
                return false;
            }

            await connection.Run(Sql.Bill, parameters => parameters.Id(visit.Click.Id).Id(visit.Job.Value).Instant(now)).ConfigureAwait(false);
            await connection.Run(Sql.Spend, parameters => parameters.Id(visit.Click.Placement.Value).Number(visit.Click.Price.MinorUnits)).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private static async Task Hold(NpgsqlConnection connection, PlacementId placement) =>
        await connection.All(Sql.Lock, parameters => parameters.Id(placement.Value), row => row.Number(0)).ConfigureAwait(false);

    private static async Task<PlacementEntry?> EntryOf(NpgsqlConnection connection, string sql, PlacementId placement, DateTimeOffset now)
    {
        var found = await connection.All(sql, parameters => parameters.Instant(now).Number(PlacementSql.Day(now)).Id(placement.Value), EntryOf).ConfigureAwait(false);
        return found.Count > 0 ? found[0] : null;
    }

    private static PlacementEntry EntryOf(NpgsqlDataReader row) =>
        PlacementSql.ReadEntry(row.Text(0), row.Number(1), row.Number(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6));

    private static PlacementClick ClickOf(NpgsqlDataReader row) =>
        PlacementSql.ReadClick(row.Id(0), row.Id(1), row.Id(2), row.Id(3), row.Id(4), row.Number(5), row.Text(6), row.Instant(7), row.Instant(8));
}
