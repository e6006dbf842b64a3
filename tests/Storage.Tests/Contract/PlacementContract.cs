using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Placements;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of placements does.</summary>
public abstract class PlacementContract
{
    private static readonly DateTimeOffset Noon = Fleet.Start.Date.AddHours(12);
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Put_OfTwoEditors_KeepsTheFirstAndNeverABudgetBelowWhatIsGone()
    {
        using var store = Open();
        var fleet = new Fleet();
        var placement = Of(fleet) with { Stores = [new StoreId(fleet.NextId())], Zones = ["centre"], PerDay = Fleet.Usd(200) };
        var made = await store.Done(store.Placements.Put(placement, 0, Noon, default));
        Assert.True(made.Written);
        Assert.False((await store.Done(store.Placements.Put(placement with { Paused = true }, 0, Noon, default))).Written);
        Assert.Null((await store.Done(store.Placements.Put(placement with { Merchant = new MerchantId(fleet.NextId()) }, 1, Noon, default))).Stands);
        Assert.NotNull(await Click(store, fleet, placement, Noon));
        Assert.False((await store.Done(store.Placements.Put(placement with { Price = Fleet.Usd(50), Budget = Fleet.Usd(99), PerDay = null }, 1, Noon, default))).Written);
        var changed = await store.Done(store.Placements.Put(placement with { Price = Fleet.Usd(50), Budget = Fleet.Usd(100) }, 1, Noon, default));
        Assert.Equal((true, 2L), (changed.Written, changed.Stands!.Version));
        if (store.IsDurable)
        {
            store.Reopen();
        }

        var stands = (await store.Placements.Find(placement.Id, Noon, default))!;
        Assert.Equal(placement with { Price = Fleet.Usd(50), Budget = Fleet.Usd(100) }, stands.Placement);
        Assert.Equal((new PlacementUsage(0, 100, 100), 1L, 0L), (stands.Usage, stands.Clicks, stands.Visits));
        Assert.Empty(await store.Placements.Running(Noon, default));
        Assert.Equal(placement.Id, Assert.Single(await store.Placements.Of(placement.Merchant, null, Noon, 10, default)).Placement.Id);
        Assert.Empty(await store.Placements.Of(placement.Merchant, placement.Id, Noon, 10, default));
        Assert.Empty(await store.Placements.Of(new MerchantId(fleet.NextId()), null, Noon, 10, default));
    }

    [ContractFact]
    public async Task Running_AreThoseThatAreOnAndHaveRoom()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (on, paused, later, over) = (Of(fleet), Of(fleet) with { Paused = true }, Of(fleet) with { Begins = Noon.AddTicks(1) }, Of(fleet) with { Ends = Noon });
        foreach (var one in new[] { on, paused, later, over })
        {
            await store.Done(store.Placements.Put(one, 0, Noon, default));
        }

        Assert.Equal([on], (await store.Placements.Running(Noon, default)).ToArray());
        foreach (var off in new[] { paused, later, over })
        {
            Assert.Null(await Click(store, fleet, off, Noon));
        }

        Assert.Null(await Click(store, fleet, on with { Id = new PlacementId(fleet.NextId()) }, Noon));
    }

    /// <summary>Many click at once, and the budget is for five: five count, whoever they are, and what lapses is there for others.</summary>
    [ContractFact]
    public async Task Click_ByManyAtOnce_NeverGoesOverTheBudget()
    {
        using var store = Open();
        var fleet = new Fleet();
        var placement = Of(fleet) with { Budget = Fleet.Usd(599) };
        await store.Done(store.Placements.Put(placement, 0, Noon, default));
        var displays = Enumerable.Range(0, 30).Select(_ => Display(fleet, placement)).ToList();
        var clicks = displays.Select(display => store.Placements.Click(display, Noon, Window, default).AsTask()).ToList();
        store.Flush();
        var counted = (await Task.WhenAll(clicks)).OfType<PlacementClick>().ToList();
        Assert.Equal(5, counted.Count);
        Assert.Equal(new PlacementUsage(0, 500, 500), (await store.Placements.Find(placement.Id, Noon, default))!.Usage);

        // Said again it is the same; another display of the store to the same customer is that click, until it is over.
        var first = displays.First(display => display.Id == counted[0].Id);
        Assert.Equal(counted[0], await store.Done(store.Placements.Click(first, Noon.AddHours(1), Window, default)));
        Assert.Equal(counted[0], await store.Done(store.Placements.Click(first with { Id = fleet.NextId() }, Noon.AddHours(1), Window, default)));
        Assert.Null(await Click(store, fleet, placement, counted[0].HeldUntil.AddTicks(-1)));
        Assert.NotNull(await Click(store, fleet, placement, counted[0].HeldUntil));
        Assert.Equal(new PlacementUsage(0, 100, 100), (await store.Placements.Find(placement.Id, counted[0].HeldUntil, default))!.Usage);
    }

    [ContractFact]
    public async Task Click_OnOneDay_NeverGoesOverTheDays()
    {
        using var store = Open();
        var fleet = new Fleet();
        var placement = Of(fleet) with { PerDay = Fleet.Usd(200) };
        await store.Done(store.Placements.Put(placement, 0, Noon, default));
        Assert.NotNull(await Click(store, fleet, placement, Noon));
        Assert.NotNull(await Click(store, fleet, placement, Noon));
        Assert.Null(await Click(store, fleet, placement, Noon.AddHours(11)));
        Assert.NotNull(await Click(store, fleet, placement, Noon.AddHours(12)));
        Assert.Equal(new PlacementUsage(0, 300, 100), (await store.Placements.Find(placement.Id, Noon.AddHours(12), default))!.Usage);
    }

    [ContractFact]
    public async Task Visit_OfAClick_IsTheNextOrderThereThatIsCompletedInTimeAndIsBilledOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var placement = Of(fleet);
        await store.Done(store.Placements.Put(placement, 0, Noon, default));
        var display = Display(fleet, placement);
        await Had(store, fleet, display, placement.Merchant, Noon.AddHours(-1));
        var click = (await store.Done(store.Placements.Click(display, Noon, Window, default)))!;
        foreach (var none in new[] { display with { Store = new StoreId(fleet.NextId()) }, display with { Customer = new CustomerId(fleet.NextId()) } })
        {
            await Had(store, fleet, none, placement.Merchant, Noon.AddMinutes(1));
        }

        await Had(store, fleet, display, new MerchantId(fleet.NextId()), Noon.AddMinutes(1));
        var open = await Had(store, fleet, display, placement.Merchant, Noon.AddMinutes(2), complete: false);
        Assert.Empty(await store.Placements.Due(Noon.AddHours(1), 10, default));
        var job = await Had(store, fleet, display, placement.Merchant, Noon.AddMinutes(3));
        var later = await Had(store, fleet, display, placement.Merchant, Noon.AddMinutes(10));
        var due = (await store.Placements.Due(Noon.AddHours(1), 10, default))[0];
        Assert.Equal((click, job.Id, "acme"), (due.Click, due.Job, due.Operator.Value));
        var bills = Enumerable.Range(0, 8).Select(_ => store.Placements.Bill(due, Noon.AddHours(1), default).AsTask()).ToList();
        store.Flush();
        Assert.Single(await Task.WhenAll(bills), billed => billed);
        Assert.Empty(await store.Placements.Due(Noon.AddHours(1), 10, default));
        Assert.False(await store.Done(store.Placements.Bill(due with { Job = open.Id }, Noon.AddHours(1), default)));
        var entry = (await store.Placements.Find(placement.Id, Noon.AddHours(1), default))!;
        Assert.Equal((new PlacementUsage(100, 0, 100), 1L, 1L), (entry.Usage, entry.Clicks, entry.Visits));
        var transfer = Assert.Single(await store.Ledger.OfJob(job.Id, default), one => one.Cause == PlacementVisit.Cause);
        Assert.Equal(due.Posting(Noon.AddHours(1)), transfer);
        Assert.Null((await store.Books.Prove(_ => true, null, default)).FirstFault);

        // Another click of the customer's: its visit is what was ordered after it.
        var next = (await store.Done(store.Placements.Click(display with { Id = fleet.NextId() }, Noon.AddMinutes(4), Window, default)))!;
        var visit = Assert.Single(await store.Placements.Due(Noon.AddHours(1), 10, default));
        Assert.Equal((next, later.Id), (visit.Click, visit.Job));
    }

    /// <summary>Two placements of one merchant, and a customer who clicked on the same store in both: only the first order after the clicks is a visit, of the later click.</summary>
    [ContractFact]
    public async Task Visit_OfTwoClicksAndTwoOrdersAfterBoth_IsTheFirstOrderAndTheLaterClick()
    {
        using var store = Open();
        var fleet = new Fleet();
        var older = Of(fleet);
        var newer = older with { Id = new PlacementId(fleet.NextId()) };
        var display = Display(fleet, older);
        foreach (var (placement, minutes) in new[] { (older, 0), (newer, 1) })
        {
            await store.Done(store.Placements.Put(placement, 0, Noon, default));
            Assert.NotNull(await store.Done(store.Placements.Click(display with { Id = fleet.NextId(), Placement = placement.Id }, Noon.AddMinutes(minutes), Window, default)));
        }

        var first = await Had(store, fleet, display, older.Merchant, Noon.AddMinutes(2));
        await Had(store, fleet, display, older.Merchant, Noon.AddMinutes(30));
        var due = Assert.Single(await store.Placements.Due(Noon.AddHours(1), 10, default));
        Assert.Equal((newer.Id, first.Id), (due.Click.Placement, due.Job));
        Assert.True(await store.Done(store.Placements.Bill(due, Noon.AddHours(1), default)));
        Assert.Empty(await store.Placements.Due(Noon.AddHours(1), 10, default));
    }

    /// <summary>An order between two clicks is the visit of the first, also when what was ordered after the second was completed and billed before.</summary>
    [ContractFact]
    public async Task Visit_OrderedBetweenTwoClicksAndCompletedLast_IsOfTheFirst()
    {
        using var store = Open();
        var fleet = new Fleet();
        var older = Of(fleet);
        var newer = older with { Id = new PlacementId(fleet.NextId()) };
        var display = Display(fleet, older);
        await store.Done(store.Placements.Put(older, 0, Noon, default));
        await store.Done(store.Placements.Put(newer, 0, Noon, default));
        await store.Done(store.Placements.Click(display, Noon, Window, default));
        var slow = await Had(store, fleet, display, older.Merchant, Noon.AddMinutes(1), complete: false);
        await store.Done(store.Placements.Click(display with { Id = fleet.NextId(), Placement = newer.Id }, Noon.AddMinutes(2), Window, default));
        var quick = await Had(store, fleet, display, older.Merchant, Noon.AddMinutes(3));
        var due = Assert.Single(await store.Placements.Due(Noon.AddHours(1), 10, default));
        Assert.Equal((newer.Id, quick.Id), (due.Click.Placement, due.Job));
        Assert.True(await store.Done(store.Placements.Bill(due, Noon.AddHours(1), default)));
        await store.Commit(fleet.Commit(slow, new JobCommand.Redeem(older.Merchant, fleet.NextId(), 1, display.Store, older.Merchant.Value), Noon.AddMinutes(20)));
        due = Assert.Single(await store.Placements.Due(Noon.AddHours(1), 10, default));
        Assert.Equal((older.Id, slow.Id), (due.Click.Placement, due.Job));
    }

    [ContractFact]
    public async Task Visit_CompletedAfterItsTime_OrLookedForTooLate_IsNotBilled()
    {
        using var store = Open();
        var fleet = new Fleet();
        var placement = Of(fleet);
        await store.Done(store.Placements.Put(placement, 0, Noon, default));
        var (late, slow) = (Display(fleet, placement), Display(fleet, placement));
        await store.Done(store.Placements.Click(late, Noon, TimeSpan.FromMinutes(30), default));
        var click = (await store.Done(store.Placements.Click(slow, Noon, TimeSpan.FromMinutes(30), default)))!;
        await Had(store, fleet, late, placement.Merchant, Noon.AddMinutes(30));
        var job = await Had(store, fleet, slow, placement.Merchant, Noon.AddMinutes(1));
        var due = Assert.Single(await store.Placements.Due(Noon.AddMinutes(45), 10, default));
        Assert.Equal((click, job.Id), (due.Click, due.Job));
        Assert.Empty(await store.Placements.Due(click.HeldUntil, 10, default));
        Assert.False(await store.Done(store.Placements.Bill(due, click.HeldUntil, default)));
        Assert.Equal(new PlacementUsage(0, 0, 0), (await store.Placements.Find(placement.Id, click.HeldUntil, default))!.Usage);
    }

    [ContractFact]
    public async Task Books_ThatDoNotAgreeWithTheVisits_AreFound()
    {
        using var store = Open();
        if (!store.IsDurable)
        {
            return;
        }

        var fleet = new Fleet();
        var placement = Of(fleet);
        await store.Done(store.Placements.Put(placement, 0, Noon, default));
        var display = Display(fleet, placement);
        await store.Done(store.Placements.Click(display, Noon, Window, default));
        await Had(store, fleet, display, placement.Merchant, Noon.AddMinutes(3));
        await store.Done(store.Placements.Bill(Assert.Single(await store.Placements.Due(Noon.AddHours(1), 10, default)), Noon.AddHours(1), default));
        Assert.Null((await store.Books.Prove(_ => true, null, default)).FirstFault);
        store.Execute("UPDATE placements SET spent_minor_units = 99");
        Assert.Equal("placement_spent_differs", (await store.Books.Prove(_ => true, null, default)).FirstFault?.Rule);
        store.Execute("UPDATE placements SET spent_minor_units = 100");
        store.Execute("UPDATE placement_clicks SET price_minor_units = 101 WHERE job_id IS NOT NULL");
        Assert.Equal("placed_visit_differs", (await store.Books.Prove(_ => true, null, default)).FirstFault?.Rule);
    }

    private static Placement Of(Fleet fleet) => new(
        new PlacementId(fleet.NextId()), new MerchantId(fleet.NextId()), new MarketId("nyc"), [], [], Fleet.Usd(100), Fleet.Usd(1_000), null, Noon.AddDays(-1), Noon.AddDays(9));

    private static PlacementDisplay Display(Fleet fleet, Placement placement) =>
        new(fleet.NextId(), placement.Id, placement.Stores.IsEmpty ? new StoreId(fleet.NextId()) : placement.Stores[0], new CustomerId(fleet.NextId()));

    private static Task<PlacementClick?> Click(StoreUnderTest store, Fleet fleet, Placement placement, DateTimeOffset at) =>
        store.Done(store.Placements.Click(Display(fleet, placement), at, Window, default));

    /// <summary>The customer of a display orders something at its store's counter, and has it a minute later.</summary>
    private static async Task<Job> Had(StoreUnderTest store, Fleet fleet, PlacementDisplay display, MerchantId merchant, DateTimeOffset at, bool complete = true)
    {
        var order = fleet.Order(at);
        var sale = new Sale(display.Store, [new PricedItem(new ProductId(fleet.NextId()), "Noodles", [], Fleet.Usd(900), 1)], TimeSpan.FromMinutes(15), null, TimeSpan.FromHours(2), new BasisPoints(10_000));
        order = order with
        {
            Customer = display.Customer, Kind = ServiceKind.Redemption, Merchant = merchant, Sale = sale, Pin = "CODE", PickUpAt = null,
            QuotedFare = FareMeter.OfSale(order.Terms.Fares, [(FareLineKind.Goods, sale.Goods)], []),
        };
        JobCommand[] steps = [new JobCommand.Request(order), new JobCommand.PaymentAuthorised($"pi_{order.Id}", order.Hold, null), new JobCommand.Redeem(merchant, fleet.NextId(), 1, display.Store, merchant.Value)];
        Job? job = null;
        foreach (var step in complete ? steps : steps[..2])
        {
            var commit = fleet.Commit(job, step, at);
            await store.Commit(commit);
            (job, at) = (commit.After, at.AddSeconds(20));
        }

        return job!;
    }
}
