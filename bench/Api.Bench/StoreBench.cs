using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Geo;

namespace O2O.Dispatch.Api.Bench;

/// <summary>Near-me over many stores of one city, beside a look at all of them. What both find is compared.</summary>
internal static class StoreBench
{
    private const int Shown = 20;
    private static readonly MarketId City = new("bench");
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    public static void Run(int stores)
    {
        var random = new Random(7);
        var board = new StoreBoard(null!, null!, null!, null!, TimeProvider.System, NullLogger<StoreBoard>.Instance);
        var known = new List<KnownStore>(stores);
        foreach (var n in Enumerable.Range(0, stores))
        {
            var card = Card(n, random);
            board.Take(card);
            known.Add(board.Find(card.Store.Id)!);
        }

        Func<KnownStore, bool> sells = one => one.SellsBy(StoreChannel.Delivery) && one.Serves(StoreChannel.Delivery, string.Empty);
        var (some, none, parts) = (new StoreText("Dish 7 "), new StoreText("unicorn"), new StoreText("Dish 99 of the house of"));
        (string Name, DateTimeOffset At, StoreText? Text)[] searches =
        [
            ("open stores", Now, null),
            ("with a product that one in 20 has", Now, some),
            ("with a text that nobody has", Now, none),
            ("with a text of parts that others have", Now, parts),
            ("of which none is open", Now.AddHours(14), null),
        ];
        Console.WriteLine($"Near-me over {stores:N0} stores of a city 40 km wide, {Shown} shown; load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}.");
        foreach (var (name, at, text) in searches)
        {
            Func<KnownStore, bool> accepts = text is null ? sells : one => one.Says(text, StoreChannel.Delivery, string.Empty) && sells(one);
            var (grid, all, processor) = (new List<double>(), new List<double>(), new List<double>());
            board.Near(City, Place(random), Shown, at, accepts, text);
            for (var i = 0; i < 500; i++)
            {
                var place = Place(random);
                var (began, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                var found = board.Near(City, place, Shown, at, accepts, text);
                processor.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
                grid.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (i % 100 == 0)
                {
                    began = Stopwatch.GetTimestamp();
                    var scanned = known.Where(one => accepts(one) && one.IsOpen(at)).Select(one => (one, Distance: GreatCircle.Distance(place, one.Store.Place).Value)).OrderBy(one => one.Distance).ThenBy(one => one.one.Store.Id).Take(Shown).ToList();
                    all.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    if (!found.Select(one => one.Thing.Store.Id).SequenceEqual(scanned.Select(one => one.one.Store.Id)))
                    {
                        throw new InvalidOperationException($"{name}: the grid and the look at all found different stores near {place}.");
                    }
                }
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{name}: p50 {At(grid, 0.5):0.00} ms, p99 {At(grid, 0.99):0.00} ms, longest {grid.Max():0.00} ms; processor p50 {At(processor, 0.5):0.00} ms, p99 {At(processor, 0.99):0.00} ms; all looked at: p50 {At(all, 0.5):0.00} ms, {At(all, 0.5) / At(grid, 0.5):0.0} times as long"));
        }
    }

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)(times.Count * share));

    private static GeoPoint Place(Random random) => new(-74.2 + (random.NextDouble() * 0.48), 40.55 + (random.NextDouble() * 0.36));

    private static Guid Id(int n) => new(n + 1, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7);

    private static StoreCard Card(int n, Random random)
    {
        var merchant = new Merchant(new MerchantId(Id(n / 5)), new OperatorId("bench"), $"Merchant {n / 5}", Currency.Usd, MerchantStanding.Verified);
        var store = new Store(
            new StoreId(Id(n)),
            merchant.Id,
            City,
            $"Store {n}",
            Place(random),
            "America/New_York",
            new OpeningHours([new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(9, 0), new TimeOnly(22, 0)))], []),
            n % 3 == 0 ? [StoreChannel.Counter] : [StoreChannel.Delivery, StoreChannel.Counter],
            [new DeliveryZone("", new Money(200, Currency.Usd), new Money(0, Currency.Usd), null)],
            TimeSpan.Zero,
            null,
            CounterTerms.Default);
        return new StoreCard(merchant, store, [.. Enumerable.Range(0, 8).Select(i => new ShelfName(StoreChannel.Delivery, new ProductId(Id((n * 8) + i)), $"Dish {random.Next(160)} of the house"))], Now);
    }
}
