using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Grains.Upkeep;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>A store's stock through its grain, as many orders ask it at once, and what is told of it.</summary>
public sealed class ShelfTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private GrainHost Host => silo.Host;

    private IMerchantStore Store => Host.Services.GetRequiredService<IMerchantStore>();

    [Fact]
    public async Task Stock_OfAHotProduct_IsSoldExactlyOnceByManyJobsAtOnce()
    {
        var (shop, soup) = await Shop();
        var grain = Host.Grains.GetGrain<IShelfGrain>(shop.ToString());
        Assert.True((await grain.Put(new PutStock("delivery", soup.Value, true, 25), default)).Changed);
        var jobs = Enumerable.Range(0, 60).Select(_ => Host.NewId()).ToList();
        var replies = await Task.WhenAll(jobs.Concat(jobs).Select(job => grain.Take(Take(job, soup, 1), default)));
        Assert.Equal(25, replies.Count(reply => reply.Changed));
        Assert.Equal(["sold_out"], replies.Select(reply => reply.Refusal).OfType<string>().Distinct());
        Assert.Equal(0, (await Store.Offer(shop, StoreChannel.Delivery, default))!.StockOf(soup));
        await Task.WhenAll(jobs.Select(job => grain.GiveBack(job, default)));
        Assert.Equal(25, (await Store.Offer(shop, StoreChannel.Delivery, default))!.StockOf(soup));
    }

    [Fact]
    public async Task Stock_OfAnOrderThatDied_GoesBackAfterAWhileAndTheRestOfACodeOnce()
    {
        var (shop, soup) = await Shop();
        var grain = Host.Grains.GetGrain<IShelfGrain>(shop.ToString());
        await grain.Put(new PutStock("delivery", soup.Value, true, 9), default);
        var (died, had) = (Host.NewId(), Host.NewId());
        await grain.Take(Take(died, soup, 2), default);
        await grain.Take(Take(had, soup, 4), default);
        Assert.True((await grain.GiveBackRest(had, 3, default)).Changed);
        Assert.False((await grain.GiveBackRest(had, 3, default)).Changed);
        var upkeep = Host.Services.GetRequiredService<StoreUpkeep>();
        await upkeep.GiveBack(default);
        Assert.Equal(6, (await Store.Offer(shop, StoreChannel.Delivery, default))!.StockOf(soup));

        // The silo's own round may be faster.
        Host.Clock.Advance(StoreUpkeep.AbandonedAfter + TimeSpan.FromSeconds(1));
        await upkeep.GiveBack(default);
        Assert.Equal(8, (await Store.Offer(shop, StoreChannel.Delivery, default))!.StockOf(soup));
        Assert.Equal("given_back", (await grain.Take(Take(died, soup, 2), default)).Refusal);
        await upkeep.GiveBack(default);
        Assert.Equal(8, (await Store.Offer(shop, StoreChannel.Delivery, default))!.StockOf(soup));
    }

    [Fact]
    public async Task Stock_OneUnsoundCommandAmongMany_HarmsItselfAlone()
    {
        var (shop, soup) = await Shop();
        var grain = Host.Grains.GetGrain<IShelfGrain>(shop.ToString());
        await grain.Put(new PutStock("delivery", soup.Value, true, 5), default);
        var sound = Enumerable.Range(0, 5).Select(_ => grain.Take(Take(Host.NewId(), soup, 1), default)).ToList();
        await Assert.ThrowsAnyAsync<Exception>(() => grain.Take(Take(Host.NewId(), soup, -1), default));
        await Assert.ThrowsAnyAsync<Exception>(() => grain.Take(Take(Host.NewId(), soup, 1) with { Channel = "smoke" }, default));
        Assert.All(await Task.WhenAll(sound), reply => Assert.True(reply.Changed));
        Assert.Equal("not_sold_here", (await grain.Take(Take(Host.NewId(), soup, 1) with { Channel = "counter" }, default)).Refusal);
    }

    [Fact]
    public async Task Desk_Asked_RemembersForTwoSecondsAndForgetsWhenTold()
    {
        var (shop, soup) = await Shop();
        var clock = new ManualClock(GrainHost.Start);
        var desk = new StoreDesk(Store, clock);
        Assert.Empty((await desk.Find(shop, StoreChannel.Delivery, default))!.Products);
        await Store.Run(shop, [new StockCommand.Put(StoreChannel.Delivery, soup, 3)], GrainHost.Start, default);
        Assert.Empty((await desk.Find(shop, StoreChannel.Delivery, default))!.Products);
        clock.Advance(StoreDesk.Seen);
        Assert.Equal(3, (await desk.Find(shop, StoreChannel.Delivery, default))!.StockOf(soup));
        await Store.Run(shop, [new StockCommand.Put(StoreChannel.Delivery, soup, 2)], GrainHost.Start, default);
        desk.Forget();
        Assert.Equal(2, (await desk.Find(shop, StoreChannel.Delivery, default))!.StockOf(soup));
        Assert.Null(await desk.Find(new StoreId(Host.NewId()), StoreChannel.Delivery, default));
    }

    private static TakeStock Take(Guid job, ProductId product, int quantity) => new(job, "delivery", [new TakeStockLine(product.Value, quantity)]);

    private async Task<(StoreId Shop, ProductId Soup)> Shop()
    {
        var merchant = new Merchant(new MerchantId(Host.NewId()), new OperatorId("acme"), "Noodles", Scenarios.Usd(0).Currency, MerchantStanding.Verified);
        await Store.Add(merchant, GrainHost.Start, default);
        var shop = new Store(
            new StoreId(Host.NewId()), merchant.Id, new MarketId("nyc"), "Corner", new GeoPoint(-73.98, 40.75), "America/New_York", OpeningHours.Always, [StoreChannel.Delivery], [], TimeSpan.Zero, null, CounterTerms.Default);
        var soup = new Product(new ProductId(Host.NewId()), "Soup", Scenarios.Usd(900), [], TimeSpan.Zero);
        await Store.Put(shop, 0, GrainHost.Start, default);
        await Store.Put(merchant.Id, soup, 0, GrainHost.Start, default);
        return (shop.Id, soup.Id);
    }
}
