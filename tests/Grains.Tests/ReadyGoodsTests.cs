using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Couriers are sent so that they come when the goods are ready: through the real shard, providers and jobs. Every crossing takes 20 s to the next; who would stand for more than a minute is not sent yet.</summary>
public sealed class ReadyGoodsTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    // So long a look at what has happened since the last step of time takes: it may be short where nothing is awaited but that time passes, and is long where something has to happen soon.
    private const int Glance = 6;
    private const int Look = 200;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(3);

    // A drive of 20 s, and a minute.
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(80);

    private GrainHost Host => silo.Host;

    [Theory]
    [InlineData("nearest")]
    [InlineData("reposition")]
    public async Task Delivery_WhoIsNearWouldStandForLong_IsOfferedWhenItIsTime(string policy)
    {
        var market = await Host.Market(Scenarios.Terms(scheduleLead: Lead), policy, kind: ServiceKind.Delivery);
        var courier = await market.Provider(2, 3);
        var (job, ready) = await Delivery(market);
        await Until(courier, 2, 3, () => courier.Offers.Count > 0, "an offer to the courier", Glance);
        Assert.True(ready - Host.Clock.GetUtcNow() <= Soonest);
        Assert.Equal(job.Id, courier.Offers[^1].Job.Job);
    }

    [Fact]
    public async Task Delivery_EverybodyIsFarAway_IsOfferedAtOnce()
    {
        var market = await Host.Market(Scenarios.Terms(scheduleLead: Lead), "nearest", kind: ServiceKind.Delivery);
        var courier = await market.Provider(9, 9);
        var (_, ready) = await Delivery(market);
        await Until(courier, 9, 9, () => courier.Offers.Count > 0, "an offer to the courier", Look);
        Assert.True(ready - Host.Clock.GetUtcNow() > Soonest);
    }

    [Fact]
    public async Task Delivery_IsReadySooner_IsOfferedAtOnce()
    {
        var market = await Host.Market(Scenarios.Terms(scheduleLead: Lead), "nearest", kind: ServiceKind.Delivery);
        var courier = await market.Provider(2, 3);
        var (job, ready) = await Delivery(market);
        await Until(courier, 2, 3, () => ready - Host.Clock.GetUtcNow() < Lead - TimeSpan.FromSeconds(20), "a while of the lead time", Glance);
        await job.In(JobState.Matching);
        Assert.Empty(courier.Offers);
        var prepared = await job.Grain.Serve(new ServeJob(Host.Stamp(), (await job.View()).Sale!.Merchant, StoreStep.Prepared), default);
        Assert.True(prepared.Done, $"{prepared.Rejection} {prepared.Detail}");
        await Until(courier, 2, 3, () => courier.Offers.Count > 0, "an offer to the courier", Look);
        Assert.True(ready - Host.Clock.GetUtcNow() > Soonest);
    }

    /// <summary>A delivery from the crossing 2, 2 whose goods are ready 200 s after the order.</summary>
    private async Task<(TestJob Job, DateTimeOffset Ready)> Delivery(TestMarket market)
    {
        var store = Host.Services.GetRequiredService<IMerchantStore>();
        var merchant = new Merchant(new MerchantId(Host.NewId()), market.Definition.Operator, "Noodles", Scenarios.Usd(0).Currency, MerchantStanding.Verified);
        await store.Add(merchant, GrainHost.Start, default);
        var shop = new Store(
            new StoreId(Host.NewId()), merchant.Id, market.Definition.Id, "Noodles", TestMarket.Crossing(2, 2), "America/New_York", OpeningHours.Always, [StoreChannel.Delivery],
            [new DeliveryZone(string.Empty, Scenarios.Usd(200), Scenarios.Usd(0), null)], TimeSpan.Zero, null, CounterTerms.Default);
        var ramen = new Product(new ProductId(Host.NewId()), "Ramen", Scenarios.Usd(900), [], TimeSpan.FromSeconds(200));
        await store.Put(shop, 0, GrainHost.Start, default);
        await store.Put(merchant.Id, ramen, 0, GrainHost.Start, default);
        Assert.True((await Host.Grains.GetGrain<IShelfGrain>(shop.Id.ToString()).Put(new PutStock("delivery", ramen.Id.Value, true, null), default)).Changed);

        var customer = await market.Customer();
        var request = new QuoteRequest(market.Name, "ride", customer, [TestMarket.Wire(6, 6)], 1, null);
        var sale = await new SaleDesk(Host.Services.GetRequiredService<IMarketCatalog>(), Host.Clock, new StoreDesk(store, Host.Clock)).Price(request, shop.Id, [new BasketItem(ramen.Id, [], 1)], null, default);
        Assert.Null(sale.Rejection);
        var quote = Host.Services.GetRequiredService<QuoteDesk>().Quote(request, [], sale.Sale);
        Assert.Null(quote.Rejection);
        var command = new RequestJob(Host.Stamp(), Host.NewId(), customer, quote.Token!, string.Empty);
        var reply = await Host.Grains.GetGrain<ICustomerGrain>(customer.ToString("N")).RequestJob(command, default);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
        var job = new TestJob(market, command);
        DateTimeOffset? ready = null;
        await Until(null, 0, 0, async () => (ready = (await job.View()).Sale!.ReadyAt) is not null, "the store's acceptance", Look);
        return (job, ready!.Value);
    }

    private Task Until(TestProvider? standing, int x, int y, Func<bool> condition, string what, int looks) => Until(standing, x, y, () => Task.FromResult(condition()), what, looks);

    /// <summary>Time passes, while a provider stands where it is and says so, until something is so.</summary>
    private async Task Until(TestProvider? standing, int x, int y, Func<Task<bool>> condition, string what, int looks)
    {
        for (var i = 0; i < 400; i++)
        {
            if (standing is not null)
            {
                await standing.Report(x, y);
            }

            for (var wait = 0; wait < looks; wait++)
            {
                if (await condition())
                {
                    return;
                }

                await Task.Delay(5);
            }

            Host.Clock.Advance(Step);
        }

        Assert.Fail($"Waited for: {what}.");
    }
}
