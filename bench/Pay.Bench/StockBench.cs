using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Pay.Bench;

/// <summary>One hot product of one store, through the store's grain, as orders take it. What came of it is held against the store at the end.</summary>
internal static class StockBench
{
    public static async Task Run(int takes, int callers)
    {
        using var server = new PostgresServer(survivesPowerCut: true);
        var (host, _) = await BenchHost.Start(server.Database(), 8, new CommitBench.NoGateway(), delivers: false);
        using (host)
        {
            var store = host.Services.GetRequiredService<IMerchantStore>();
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var now = TimeProvider.System.GetUtcNow();

            // What warms up is another store.
            var (cold, tea) = await Make(store, 1, callers, now);
            await TakeAll(grains, cold, tea, callers, callers);
            var (hot, soup) = await Make(store, 2, takes, now);
            var processor = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            var had = await TakeAll(grains, hot, soup, takes, callers);
            var taken = takes / clock.Elapsed.TotalSeconds;
            var each = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / takes;
            Expect(had == takes && await Left(store, hot, soup) == 0, $"{had} of {takes} had it.");

            // Ten times as many as there are.
            var (scarce, cake) = await Make(store, 3, takes / 10, now);
            clock.Restart();
            had = await TakeAll(grains, scarce, cake, takes, callers);
            var tried = takes / clock.Elapsed.TotalSeconds;
            Expect(had == takes / 10 && await Left(store, scarce, cake) == 0, $"{had} of {takes / 10} had it.");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{takes:N0} takes of one product by {callers} callers, every commit on the disk: {taken:N0}/s, {each:0} us of this process's processor each, nothing left. Of {takes / 10:N0} pieces {had:N0} had by {takes:N0} tries, {tried:N0}/s. "
                + $"Load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));
            await host.StopAsync();
        }
    }

    private static async Task<int> TakeAll(IGrainFactory grains, StoreId store, ProductId product, int takes, int callers)
    {
        var (next, had) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (int n; (n = Interlocked.Increment(ref next)) < takes;)
            {
                var reply = await grains.GetGrain<IShelfGrain>(store.ToString()).Take(new TakeStock(Id(n), "delivery", [new TakeStockLine(product.Value, 1)]), default);
                if (reply.Changed)
                {
                    Interlocked.Increment(ref had);
                }
            }
        }));
        return had;
    }

    private static async Task<int?> Left(IMerchantStore store, StoreId id, ProductId product) => (await store.Offer(id, StoreChannel.Delivery, default))!.StockOf(product);

    private static async Task<(StoreId Store, ProductId Product)> Make(IMerchantStore store, int n, int left, DateTimeOffset now)
    {
        var merchant = new Merchant(new MerchantId(Id(n)), new OperatorId("bench"), "Hot", Currency.Usd, MerchantStanding.Verified);
        var shop = new Store(
            new StoreId(Id(n)), merchant.Id, new MarketId("bench"), "Hot", new GeoPoint(-73.98, 40.75), "Etc/UTC", OpeningHours.Always, [StoreChannel.Delivery], [], TimeSpan.Zero, null, CounterTerms.Default);
        var product = new Product(new ProductId(Id(n)), "Hot", new Money(900, Currency.Usd), [], TimeSpan.Zero);
        await store.Add(merchant, now, default);
        await store.Put(shop, 0, now, default);
        await store.Put(merchant.Id, product, 0, now, default);
        await store.Run(shop.Id, [new StockCommand.Put(StoreChannel.Delivery, product.Id, left)], now, default);
        return (shop.Id, product.Id);
    }

    private static Guid Id(int n) => new(n + 1, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7);

    private static void Expect(bool held, string what)
    {
        if (!held)
        {
            throw new InvalidOperationException($"It does not come out: {what}");
        }
    }
}
