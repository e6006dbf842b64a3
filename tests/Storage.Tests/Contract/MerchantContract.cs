using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of merchants promises: nothing is sold that is not there, whoever asks at once, nothing is taken or given back twice, and no editor overwrites another.</summary>
public abstract class MerchantContract
{
    private static readonly DateTimeOffset Now = Fleet.Start;

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Merchant_AddedListedVerified_ComesBackAsItWasWrittenOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var made = new List<Merchant>();
        for (var i = 0; i < 3; i++)
        {
            made.Add(MerchantOf(fleet) with { Operator = new OperatorId(i == 2 ? "other" : "acme") });
            Assert.Equal(made[i], await store.Done(store.Merchants.Add(made[i], Now, default)));
        }

        Assert.Equal(made[0], await store.Done(store.Merchants.Add(made[0] with { Name = "Another" }, Now, default)));
        Assert.Equal(made[..2].Select(one => one.Id).OrderDescending(), (await store.Merchants.List(new OperatorId("acme"), null, 10, default)).Select(one => one.Id));
        var page = await store.Merchants.List(null, null, 2, default);
        Assert.Equal(made.Select(one => one.Id).OrderDescending(), page.Select(one => one.Id).Concat((await store.Merchants.List(null, page[^1].Id, 2, default)).Select(one => one.Id)));
        Assert.Equal(MerchantStanding.Suspended, (await store.Done(store.Merchants.Stand(made[1].Id, MerchantStanding.Suspended, Now, default)))!.Standing);
        Assert.Null(await store.Done(store.Merchants.Stand(new MerchantId(fleet.NextId()), MerchantStanding.Verified, Now, default)));
        Assert.Null(await store.Merchants.Find(new MerchantId(fleet.NextId()), default));
        if (store.IsDurable)
        {
            store.Reopen();
        }

        Assert.Equal(made[1] with { Standing = MerchantStanding.Suspended }, await store.Merchants.Find(made[1].Id, default));
    }

    [ContractFact]
    public async Task Store_OfEveryForm_ComesBackAndTwoEditorsDoNotOverwriteEachOther()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = await Add(store, fleet);
        var shop = StoreOf(fleet, merchant) with
        {
            Hours = new OpeningHours(
                [new DailyHours(62, new HourRange(new TimeOnly(9, 0), new TimeOnly(2, 30)))],
                [new OpeningException(new DateOnly(2026, 12, 25), []), new OpeningException(new DateOnly(2026, 12, 31), [new HourRange(new TimeOnly(9, 0), new TimeOnly(12, 0))])]),
            Channels = [StoreChannel.Delivery, StoreChannel.Counter, StoreChannel.Visit],
            Zones = [new DeliveryZone("midtown", Fleet.Usd(200), Fleet.Usd(1_000), Fleet.Usd(5_000)), new DeliveryZone("", Fleet.Usd(900), Fleet.Usd(2_000), null)],
            AnswerWithin = TimeSpan.FromMinutes(2),
            Counter = new CounterTerms(TimeSpan.FromDays(2), new BasisPoints(5_000)),
        };
        Assert.Equal(new Edit<StoreEntry>(true, new StoreEntry(shop, 1)), await store.Done(store.Merchants.Put(shop, 0, Now, default)));
        Assert.Equal(new Edit<StoreEntry>(false, new StoreEntry(shop, 1)), await store.Done(store.Merchants.Put(shop with { Name = "Again" }, 0, Now, default)));

        // Two who saw the same version: one is written, the other is told what stands.
        var edits = new[] { "One", "Other" }.Select(name => store.Merchants.Put(shop with { Name = name }, 1, Now, default).AsTask()).ToList();
        store.Flush();
        var answers = await Task.WhenAll(edits);
        var written = Assert.Single(answers, answer => answer.Written);
        Assert.Equal(written.Stands, Assert.Single(answers, answer => !answer.Written).Stands);
        Assert.Equal(new StoreEntry(written.Stands!.Store, 2), await store.Merchants.Find(shop.Id, default));

        // Another merchant cannot have it, and one that is not there has none.
        var other = await Add(store, fleet);
        Assert.Equal(default, await store.Done(store.Merchants.Put(shop with { Merchant = other }, 2, Now, default)));
        Assert.Equal(default, await store.Done(store.Merchants.Put(shop with { Merchant = other }, 0, Now, default)));
        Assert.Equal(default, await store.Done(store.Merchants.Put(StoreOf(fleet, new MerchantId(fleet.NextId())), 0, Now, default)));
        Assert.Equal(shop.Id, Assert.Single(await store.Merchants.StoresOf(merchant, null, 10, default)).Store.Id);
        Assert.Empty(await store.Merchants.StoresOf(other, null, 10, default));
        Assert.Empty(await store.Merchants.StoresOf(merchant, shop.Id, 10, default));
    }

    [ContractFact]
    public async Task Products_OnTheShelf_AreOfferedByChannelWithWhatIsLeft()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = await Add(store, fleet);
        var shop = await Shop(store, fleet, merchant);
        var (soup, tea) = (await Product(store, fleet, merchant, "Soup"), await Product(store, fleet, merchant, "Tea"));
        var foreign = await Product(store, fleet, await Add(store, fleet), "Foreign");
        Assert.Equal(
            [new StockOutcome(true), new StockOutcome(true), new StockOutcome(false), StockOutcome.Reject(StockRejection.ProductUnknown, foreign)],
            await Run(store, shop, new StockCommand.Put(StoreChannel.Delivery, soup, 5), new StockCommand.Put(StoreChannel.Counter, tea, null), new StockCommand.Put(StoreChannel.Counter, tea, null), new StockCommand.Put(StoreChannel.Delivery, foreign, 1)));
        var offer = (await store.Merchants.Offer(shop, StoreChannel.Delivery, default))!;
        Assert.Equal((merchant, shop, "Soup"), (offer.Merchant.Id, offer.Store.Id, Assert.Single(offer.Products).Name));
        Assert.Equal((5, (int?)null), (offer.StockOf(soup), offer.StockOf(tea)));
        offer = (await store.Merchants.Offer(shop, StoreChannel.Counter, default))!;
        Assert.Equal(("Tea", (int?)null), (Assert.Single(offer.Products).Name, offer.StockOf(tea)));
        Assert.Empty((await store.Merchants.Offer(shop, StoreChannel.Visit, default))!.Products);
        Assert.Null(await store.Merchants.Offer(new StoreId(fleet.NextId()), StoreChannel.Visit, default));
        Assert.Equal([new ShelfLine(StoreChannel.Delivery, soup, 5), new ShelfLine(StoreChannel.Counter, tea, null)], (await store.Merchants.Shelf(shop, default)).ToList());

        // Editing is by version, here too; a product keeps its merchant.
        var known = (await store.Merchants.Find(soup, default))!;
        Assert.Equal(["boiler-gas"], known.Product.Skills!.Value.ToArray());
        var dearer = known.Product with { Price = Fleet.Usd(1_100), Name = "Hot soup" };
        Assert.Equal(2, (await store.Done(store.Merchants.Put(merchant, dearer, 1, Now, default))).Stands!.Version);
        Assert.False((await store.Done(store.Merchants.Put(merchant, known.Product, 1, Now, default))).Written);
        Assert.Equal(default, await store.Done(store.Merchants.Put(new MerchantId(fleet.NextId()), known.Product, 2, Now, default)));
        Assert.Equal(Fleet.Usd(1_100), Assert.Single((await store.Merchants.Offer(shop, StoreChannel.Delivery, default))!.Products).Price);
        Assert.Equal([tea, soup], (await store.Merchants.ProductsOf(merchant, null, 10, default)).Select(one => one.Product.Id));

        Assert.Equal([true, false], (await Run(store, shop, new StockCommand.Withdraw(StoreChannel.Counter, tea), new StockCommand.Withdraw(StoreChannel.Counter, tea))).Select(outcome => outcome.Changed));
        Assert.Single(await store.Merchants.Shelf(shop, default));
        Assert.Equal(StockRejection.StoreUnknown, (await Run(store, new StoreId(fleet.NextId()), new StockCommand.Return(fleet.NextId())))[0].Rejection);
    }

    [ContractFact]
    public async Task Take_OfManyLines_IsAllOrNoneOnceAndGivenBackOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = await Add(store, fleet);
        var shop = await Shop(store, fleet, merchant);
        var (soup, tea, napkin) = (await Product(store, fleet, merchant, "Soup"), await Product(store, fleet, merchant, "Tea"), await Product(store, fleet, merchant, "Napkin"));
        await Run(store, shop, new StockCommand.Put(StoreChannel.Delivery, soup, 5), new StockCommand.Put(StoreChannel.Delivery, tea, 1), new StockCommand.Put(StoreChannel.Delivery, napkin, null), new StockCommand.Put(StoreChannel.Counter, soup, 9));
        var (job, second) = (fleet.NextId(), fleet.NextId());
        var take = new StockCommand.Take(job, StoreChannel.Delivery, [new StockLine(soup, 2), new StockLine(tea, 1), new StockLine(soup, 1), new StockLine(napkin, 400)]);
        Assert.Equal([new StockOutcome(true), new StockOutcome(false)], await Run(store, shop, take, take));
        Assert.Equal(new StockOutcome(false), (await Run(store, shop, take))[0]);
        await Left(store, shop, (soup, 2), (tea, 0));

        // The second line is not there: nothing of the first is taken.
        Assert.Equal(StockOutcome.Reject(StockRejection.SoldOut, tea), (await Run(store, shop, take with { By = second, Lines = [new StockLine(soup, 1), new StockLine(tea, 1)] }))[0]);
        Assert.Equal(StockOutcome.Reject(StockRejection.NotSoldHere, tea), (await Run(store, shop, new StockCommand.Take(second, StoreChannel.Counter, [new StockLine(soup, 1), new StockLine(tea, 1)])))[0]);
        await Left(store, shop, (soup, 2), (tea, 0));

        Assert.Equal([true, false], (await Run(store, shop, new StockCommand.Return(job), new StockCommand.Return(job))).Select(outcome => outcome.Changed));
        Assert.False((await Run(store, shop, new StockCommand.Return(job)))[0].Changed);
        await Left(store, shop, (soup, 5), (tea, 1));
        Assert.Equal(StockOutcome.Reject(StockRejection.GivenBack), (await Run(store, shop, take))[0]);

        // Its return came first: what comes after it takes nothing.
        Assert.Equal([new StockOutcome(true), StockOutcome.Reject(StockRejection.GivenBack)], await Run(store, shop, new StockCommand.Return(second), take with { By = second }));
        await Left(store, shop, (soup, 5), (tea, 1));
        foreach (var quantity in new[] { 0, -1, 1_000 })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Run(store, shop, new StockCommand.Take(fleet.NextId(), StoreChannel.Delivery, [new StockLine(soup, quantity)])));
        }

        if (store.IsDurable)
        {
            store.Reopen();
            Assert.False((await Run(store, shop, new StockCommand.Return(job)))[0].Changed);
            await Left(store, shop, (soup, 5), (tea, 1));
        }
    }

    /// <summary>A hot product: more jobs than there are pieces, in batches of many callers at once, each said twice; then all of them are given back, twice.</summary>
    [ContractFact]
    public async Task Take_HotProductByManyAtOnce_SellsExactlyWhatThereIs()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = await Add(store, fleet);
        var shop = await Shop(store, fleet, merchant);
        var soup = await Product(store, fleet, merchant, "Soup");
        await Run(store, shop, new StockCommand.Put(StoreChannel.Delivery, soup, 101));
        var takes = Enumerable.Range(0, 100).Select(_ => (StockCommand)new StockCommand.Take(fleet.NextId(), StoreChannel.Delivery, [new StockLine(soup, 2)])).ToList();
        var asked = takes.Concat(takes).Chunk(7).Select(batch => store.Merchants.Run(shop, [.. batch], Now, default).AsTask()).ToList();
        store.Flush();
        var outcomes = (await Task.WhenAll(asked)).SelectMany(answer => answer).ToList();
        Assert.Equal(50, outcomes.Count(outcome => outcome.Changed));
        Assert.Equal([StockRejection.SoldOut], outcomes.Where(outcome => outcome.Rejection is not null).Select(outcome => outcome.Rejection!.Value).Distinct());
        await Left(store, shop, (soup, 1));

        var returns = takes.Select(take => (StockCommand)new StockCommand.Return(((StockCommand.Take)take).By)).ToList();
        asked = [.. returns.Concat(returns).Chunk(3).Select(batch => store.Merchants.Run(shop, [.. batch], Now, default).AsTask())];
        store.Flush();
        Assert.Equal(100, (await Task.WhenAll(asked)).SelectMany(answer => answer).Count(outcome => outcome.Changed));
        await Left(store, shop, (soup, 101));
    }

    [ContractFact]
    public async Task Return_OfTheRest_GivesBackSoManyPiecesOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = await Add(store, fleet);
        var shop = await Shop(store, fleet, merchant);
        var soup = await Product(store, fleet, merchant, "Soup");
        var job = fleet.NextId();
        await Run(store, shop, new StockCommand.Put(StoreChannel.Delivery, soup, 10), new StockCommand.Take(job, StoreChannel.Delivery, [new StockLine(soup, 4)]));
        Assert.Equal([true, false, false], (await Run(store, shop, new StockCommand.Return(job, 3), new StockCommand.Return(job, 3), new StockCommand.Return(job))).Select(outcome => outcome.Changed));
        await Left(store, shop, (soup, 9));
        await Assert.ThrowsAsync<ArgumentException>(() => Run(store, shop, new StockCommand.Return(fleet.NextId(), 0)));
    }

    [ContractFact]
    public async Task Take_ForAJobThatWasNeverOrdered_GoesBackAndTheJobThatComesLateIsRefused()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = await Add(store, fleet);
        var shop = await Shop(store, fleet, merchant);
        var soup = await Product(store, fleet, merchant, "Soup");
        await Run(store, shop, new StockCommand.Put(StoreChannel.Delivery, soup, 10));
        var (died, lives) = (fleet.Order(merchant: true), fleet.Order(merchant: true));
        foreach (var order in new[] { died, lives })
        {
            await Run(store, shop, new StockCommand.Take(order.Id.Value, StoreChannel.Delivery, [new StockLine(soup, 2)]));
        }

        await store.Commit(fleet.Commit(null, new JobCommand.Request(lives), Now));
        Assert.Empty(await store.Merchants.Abandoned(DateTimeOffset.MinValue, Now, 10, default));
        Assert.Empty(await store.Merchants.Abandoned(Now + TimeSpan.FromTicks(1), Now + TimeSpan.FromHours(1), 10, default));
        Assert.Equal([new AbandonedStock(shop, died.Id.Value)], (await store.Merchants.Abandoned(DateTimeOffset.MinValue, Now + TimeSpan.FromHours(1), 10, default)).ToArray().AsEnumerable());
        StockCommand[] abandon = [new StockCommand.Abandon(died.Id.Value), new StockCommand.Abandon(lives.Id.Value), new StockCommand.Abandon(fleet.NextId())];
        Assert.Equal([true, false, false], (await Run(store, shop, [.. abandon])).Select(outcome => outcome.Changed));
        Assert.Equal([false, false, false], (await Run(store, shop, [.. abandon])).Select(outcome => outcome.Changed));
        await Left(store, shop, (soup, 8));
        Assert.Empty(await store.Merchants.Abandoned(DateTimeOffset.MinValue, Now + TimeSpan.FromHours(1), 10, default));

        // Its own commit finds that it has nothing to sell.
        Assert.Equal(CommitStatus.StockGivenBack, (await store.Done(store.Jobs.Commit(fleet.Commit(null, new JobCommand.Request(died), Now), default))).Status);
        Assert.Null(await store.Jobs.Load(died.Id, default));
        await store.Bring(fleet, JobStatus.Completed, lives with { Id = new JobId(fleet.NextId()) });
    }

    /// <summary>Jobs are ordered and looked for at once: each is there, or what it took is back, never both and never neither.</summary>
    [ContractFact]
    public async Task Take_ForAJobThatIsBeingOrdered_IsTheJobsOrGoesBack()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = await Add(store, fleet);
        var shop = await Shop(store, fleet, merchant);
        var soup = await Product(store, fleet, merchant, "Soup");
        await Run(store, shop, new StockCommand.Put(StoreChannel.Delivery, soup, 100));
        var orders = Enumerable.Range(0, 40).Select(_ => fleet.Order(merchant: true)).ToList();
        await Run(store, shop, [.. orders.Select(order => (StockCommand)new StockCommand.Take(order.Id.Value, StoreChannel.Delivery, [new StockLine(soup, 1)]))]);
        var commits = orders.Select(order => fleet.Commit(null, new JobCommand.Request(order), Now)).ToList();
        var (ordered, left) = (new List<Task<CommitResult>>(), new List<Task<ImmutableArray<StockOutcome>>>());
        for (var i = 0; i < orders.Count; i++)
        {
            // The one is begun first as often as the other.
            var abandon = new StockCommand.Abandon(orders[i].Id.Value);
            if (i % 2 == 0)
            {
                left.Add(store.Merchants.Run(shop, [abandon], Now, default).AsTask());
                ordered.Add(store.Jobs.Commit(commits[i], default).AsTask());
            }
            else
            {
                ordered.Add(store.Jobs.Commit(commits[i], default).AsTask());
                left.Add(store.Merchants.Run(shop, [abandon], Now, default).AsTask());
            }
        }

        store.Flush();
        var (results, outcomes) = (await Task.WhenAll(ordered), await Task.WhenAll(left));
        for (var i = 0; i < orders.Count; i++)
        {
            Assert.Equal(outcomes[i][0].Changed ? CommitStatus.StockGivenBack : CommitStatus.Committed, results[i].Status);
            Assert.Equal(!outcomes[i][0].Changed, await store.Jobs.Load(orders[i].Id, default) is not null);
        }

        await Left(store, shop, (soup, 60 + outcomes.Count(outcome => outcome[0].Changed)));
    }

    [ContractFact]
    public async Task PurgeTakes_PastTheirTime_ForgetsWhatIsOverAndKeepsWhatIsNot()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = await Add(store, fleet);
        var shop = await Shop(store, fleet, merchant);
        var soup = await Product(store, fleet, merchant, "Soup");
        await Run(store, shop, new StockCommand.Put(StoreChannel.Delivery, soup, 10));
        var (over, open, back) = (fleet.Order(merchant: true), fleet.Order(merchant: true), fleet.NextId());
        await Run(store, shop, [.. new[] { over.Id.Value, open.Id.Value, back }.Select(job => (StockCommand)new StockCommand.Take(job, StoreChannel.Delivery, [new StockLine(soup, 1)])), new StockCommand.Return(back)]);
        await store.Bring(fleet, JobStatus.Completed, over);
        await store.Bring(fleet, JobStatus.Matching, open);
        Assert.Equal(0, await store.Done(store.Upkeep.PurgeTakes(10, default)));
        store.Clock.Advance(StorageTerms.TakesKept + TimeSpan.FromHours(1));
        Assert.Equal(1, await store.Done(store.Upkeep.PurgeTakes(1, default)));
        Assert.Equal(1, await store.Done(store.Upkeep.PurgeTakes(10, default)));
        Assert.Equal(0, await store.Done(store.Upkeep.PurgeTakes(10, default)));
        Assert.True((await Run(store, shop, new StockCommand.Return(open.Id.Value)))[0].Changed);
        await Left(store, shop, (soup, 9));
    }

    [ContractFact]
    public async Task Changed_FromAnInstantOn_TellsEveryChangeButHowManyThereAre()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = await Add(store, fleet);
        var shops = new List<StoreId>();
        for (var i = 0; i < 5; i++)
        {
            shops.Add(await Shop(store, fleet, merchant));
        }

        var seen = new List<StoreId>();
        StoreCard? last = null;
        while (await store.Merchants.Changed(last?.ChangedAt ?? DateTimeOffset.MinValue, last?.Store.Id, 2, default) is { IsEmpty: false } page)
        {
            seen.AddRange(page.Select(card => card.Store.Id));
            last = page[^1];
        }

        Assert.Equal(shops.Order(), seen);
        var soup = await Product(store, fleet, merchant, "Soup");
        await Run(store, shops[1], Now + TimeSpan.FromSeconds(1), new StockCommand.Put(StoreChannel.Delivery, soup, 5));
        await Run(store, shops[1], Now + TimeSpan.FromSeconds(2), new StockCommand.Put(StoreChannel.Delivery, soup, 4));
        var card = Assert.Single(await store.Merchants.Changed(Now + TimeSpan.FromSeconds(1), null, 10, default));
        Assert.Equal((shops[1], new ShelfName(StoreChannel.Delivery, soup, "Soup"), Now + TimeSpan.FromSeconds(1)), (card.Store.Id, Assert.Single(card.Shelf), card.ChangedAt));
        Assert.Equal(merchant, card.Merchant.Id);

        var at = Now + TimeSpan.FromSeconds(3);
        await store.Done(store.Merchants.Put(merchant, (await store.Merchants.Find(soup, default))!.Product with { Name = "Stew" }, 1, at, default));
        Assert.Equal("Stew", Assert.Single(Assert.Single(await store.Merchants.Changed(at, null, 10, default)).Shelf).Name);
        at += TimeSpan.FromSeconds(1);
        await store.Done(store.Merchants.Put((await store.Merchants.Find(shops[2], default))!.Store with { Paused = true }, 1, at, default));
        Assert.True(Assert.Single(await store.Merchants.Changed(at, null, 10, default)).Store.Paused);
        at += TimeSpan.FromSeconds(1);
        await store.Done(store.Merchants.Stand(merchant, MerchantStanding.Suspended, at, default));
        Assert.Equal(5, (await store.Merchants.Changed(at, null, 10, default)).Count(one => one.Merchant.Standing == MerchantStanding.Suspended));
        Assert.Empty(await store.Merchants.Changed(at.AddTicks(1), null, 10, default));
    }

    [ContractFact]
    public async Task Staff_AddedAndRevoked_IsSoForGood()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = await Add(store, fleet);
        var shop = await Shop(store, fleet, merchant);
        var clerk = new StaffMember(new StaffId(fleet.NextId()), merchant, shop, StaffRole.Counter, "Ada");
        var owner = new StaffMember(new StaffId(fleet.NextId()), merchant, null, StaffRole.Owner, "Bob");
        Assert.Equal(clerk, await store.Done(store.Merchants.Add(clerk, default)));
        Assert.Equal(clerk, await store.Done(store.Merchants.Add(clerk with { Name = "Eve" }, default)));
        Assert.Equal(owner, await store.Done(store.Merchants.Add(owner, default)));
        Assert.Null(await store.Done(store.Merchants.Revoke(new MerchantId(fleet.NextId()), clerk.Id, Now, default)));
        Assert.Equal(Now, (await store.Done(store.Merchants.Revoke(merchant, clerk.Id, Now, default)))!.RevokedAt);
        Assert.Equal(Now, (await store.Done(store.Merchants.Revoke(merchant, clerk.Id, Now + TimeSpan.FromDays(1), default)))!.RevokedAt);
        Assert.Null(await store.Done(store.Merchants.Revoke(merchant, new StaffId(fleet.NextId()), Now, default)));
        Assert.Equal([owner, clerk with { RevokedAt = Now }], (await store.Merchants.StaffOf(merchant, null, 10, default)).ToList());
        Assert.Equal([clerk.Id], (await store.Merchants.StaffOf(merchant, owner.Id, 10, default)).Select(member => member.Id));
        Assert.Null(await store.Merchants.Find(new StaffId(fleet.NextId()), default));
    }

    private static Merchant MerchantOf(Fleet fleet) => new(new MerchantId(fleet.NextId()), new OperatorId("acme"), "Noodle house", Fleet.Usd(0).Currency, MerchantStanding.Verified);

    private static Store StoreOf(Fleet fleet, MerchantId merchant) => new(
        new StoreId(fleet.NextId()),
        merchant,
        new MarketId("nyc"),
        "Corner",
        new GeoPoint(-73.98, 40.75),
        "America/New_York",
        OpeningHours.Always,
        [StoreChannel.Delivery, StoreChannel.Counter],
        [],
        TimeSpan.FromMinutes(5),
        null,
        CounterTerms.Default);

    private static async Task<MerchantId> Add(StoreUnderTest store, Fleet fleet) => (await store.Done(store.Merchants.Add(MerchantOf(fleet), Now, default))).Id;

    private static async Task<StoreId> Shop(StoreUnderTest store, Fleet fleet, MerchantId merchant) =>
        (await store.Done(store.Merchants.Put(StoreOf(fleet, merchant), 0, Now, default))).Stands!.Store.Id;

    private static async Task<ProductId> Product(StoreUnderTest store, Fleet fleet, MerchantId merchant, string name)
    {
        var product = new Product(
            new ProductId(fleet.NextId()), name, Fleet.Usd(900), [new OptionGroup("Size", [new ProductOption("large", "Large", Fleet.Usd(200))], 0, 1)], TimeSpan.FromMinutes(8), ["boiler-gas"]);
        return (await store.Done(store.Merchants.Put(merchant, product, 0, Now, default))).Stands!.Product.Id;
    }

    private static Task<List<StockOutcome>> Run(StoreUnderTest store, StoreId shop, params ImmutableArray<StockCommand> commands) => Run(store, shop, Now, commands);

    private static async Task<List<StockOutcome>> Run(StoreUnderTest store, StoreId shop, DateTimeOffset now, params ImmutableArray<StockCommand> commands) =>
        [.. await store.Done(store.Merchants.Run(shop, commands, now, default))];

    private static async Task Left(StoreUnderTest store, StoreId shop, params (ProductId Product, int Left)[] expected)
    {
        var offer = (await store.Merchants.Offer(shop, StoreChannel.Delivery, default))!;
        Assert.All(expected, one => Assert.Equal(one.Left, offer.StockOf(one.Product)));
    }
}
