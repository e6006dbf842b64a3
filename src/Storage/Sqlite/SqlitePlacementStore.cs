using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Placements;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Placements on SQLite. One writer at a time: what a click finds left of a budget is left until it is written.</summary>
internal sealed class SqlitePlacementStore(SqliteStore store) : IPlacementStore
{
    private static readonly PlacementSql Sql = PlacementSql.Sqlite;

    /// <inheritdoc/>
    public ValueTask<Edit<PlacementEntry>> Put(Placement placement, long version, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var stands = EntryOf(session[Sql.Find], placement.Id, now);
            if (!PlacementEntry.MayBecome(stands, placement, version))
            {
                return new Edit<PlacementEntry>(false, stands?.Placement.Merchant == placement.Merchant ? stands : null);
            }

            var put = session[version == 0 ? Sql.Add : Sql.Change];
            using var use = put.Begin();
            put.Bind(1, placement.Id.Value);
            put.Bind(2, placement.Merchant.Value);
            put.Bind(3, placement.Paused ? 1L : 0L);
            put.Bind(4, placement.Ends);
            put.Bind(5, placement.Budget.MinorUnits);
            put.Bind(6, PlacementSql.Body(placement));
            if (version != 0)
            {
                put.Bind(7, version);
            }

            put.Run();
            return new Edit<PlacementEntry>(true, EntryOf(session[Sql.Find], placement.Id, now));
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PlacementEntry?> Find(PlacementId placement, DateTimeOffset now, CancellationToken cancellationToken) => store.Read(session => EntryOf(session[Sql.Find], placement, now), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PlacementEntry>> Of(MerchantId merchant, PlacementId? before, DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[Sql.Page].All(
            rows =>
            {
                rows.Bind(1, now);
                rows.Bind(2, PlacementSql.Day(now));
                rows.Bind(3, merchant.Value);
                rows.Bind(4, before?.Value ?? StorageTerms.AboveAll);
                rows.Bind(5, (long)limit);
            },
            EntryOf),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Placement>> Running(DateTimeOffset now, CancellationToken cancellationToken) => store.Read(
        session => session[Sql.Running].All(
            rows =>
            {
                rows.Bind(1, now);
                rows.Bind(2, PlacementSql.Day(now));
            },
            EntryOf).Where(one => one.Placement.Runs(one.Usage, now)).Select(one => one.Placement).ToImmutableArray(),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PlacementClick?> Click(PlacementDisplay display, DateTimeOffset at, TimeSpan window, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            if (ClickOf(session[Sql.Known], row => row.Bind(1, display.Id)) is { } same)
            {
                return same;
            }

            var open = ClickOf(session[Sql.Open], row =>
            {
                row.Bind(1, display.Customer.Value);
                row.Bind(2, display.Placement.Value);
                row.Bind(3, display.Store.Value);
                row.Bind(4, at);
            });
            if (open is not null)
            {
                return open;
            }

            if (EntryOf(session[Sql.Room], display.Placement, at) is not { Placement: var placement, Usage: var usage } || !placement.Takes(display.Store, usage, at))
            {
                return null;
            }

            var taken = PlacementClick.Of(display, placement, at, window);
            var put = session[Sql.Click];
            using var use = put.Begin();
            put.Bind(1, taken.Id);
            put.Bind(2, taken.Placement.Value);
            put.Bind(3, taken.Merchant.Value);
            put.Bind(4, taken.Store.Value);
            put.Bind(5, taken.Customer.Value);
            put.Bind(6, taken.Price.MinorUnits);
            put.Bind(7, taken.Price.Currency.Code);
            put.Bind(8, taken.At);
            put.Bind(9, taken.Until);
            put.Bind(10, taken.HeldUntil);
            put.Bind(11, PlacementSql.Day(taken.At));
            put.Run();
            return taken;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PlacementVisit>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.Read(
        session => PlacementSql.First(session[Sql.Due].All(
            rows =>
            {
                rows.Bind(1, now);
                rows.Bind(2, (long)limit);
            },
            row => new PlacementVisit(ClickOf(row), new JobId(row.Id(9)), new OperatorId(row.Text(10))))),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> Bill(PlacementVisit visit, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var billed = session[Sql.Billed];
            using (billed.Begin())
            {
                billed.Bind(1, visit.Job.Value);
                if (billed.Step())
                {
                    return false;
                }
            }

            var take = session[Sql.Bill];
            using (take.Begin())
            {
                take.Bind(1, visit.Click.Id);
                take.Bind(2, visit.Job.Value);
                take.Bind(3, now);
                if (take.Change() == 0)
                {
                    return false;
                }
            }

            var spend = session[Sql.Spend];
            using (spend.Begin())
            {
                spend.Bind(1, visit.Click.Placement.Value);
                spend.Bind(2, visit.Click.Price.MinorUnits);
                spend.Run();
            }

            session.AddTransfer(visit.Posting(now));
            return true;
        },
        cancellationToken);

    private static PlacementEntry? EntryOf(SqliteStatement row, PlacementId placement, DateTimeOffset now)
    {
        using var use = row.Begin();
        row.Bind(1, now);
        row.Bind(2, PlacementSql.Day(now));
        row.Bind(3, placement.Value);
        return row.Step() ? EntryOf(row) : null;
    }

    private static PlacementEntry EntryOf(SqliteStatement row) =>
        PlacementSql.ReadEntry(row.Text(0), row.Number(1), row.Number(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6));

    private static PlacementClick? ClickOf(SqliteStatement row, Action<SqliteStatement> bind)
    {
        using var use = row.Begin();
        bind(row);
        return row.Step() ? ClickOf(row) : null;
    }

    private static PlacementClick ClickOf(SqliteStatement row) =>
        PlacementSql.ReadClick(row.Id(0), row.Id(1), row.Id(2), row.Id(3), row.Id(4), row.Number(5), row.Text(6), row.Instant(7), row.Instant(8));
}
