using System.Collections.Immutable;
using System.Globalization;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Simulation.Stores;

/// <summary>Stores for a city that has none of its own: so many for its size, each at a crossing, of a few chains, all drawn by the seed. What they sell and how busy they are is a guess.</summary>
public static class GeneratedStores
{
    /// <summary>Road nodes to a store.</summary>
    public const int NodesPerStore = 30;

    private const int Least = 6;
    private const int Most = 200;

    // The times of a replay are local and taken as UTC.
    private const string WallClock = "Etc/UTC";

    private static readonly Trade[] Trades =
    [
        new(
            "kitchen",
            [Hours(0, 0), Hours(11, 3), Hours(7, 23)],
            [("Noodle soup", 1_290, 9, null), ("Dumplings", 850, 6, 400), ("Curry", 1_450, 12, null), ("Iced tea", 350, 1, null)]),
        new(
            "bakery",
            [Hours(0, 0), Hours(6, 20)],
            [("Bread", 690, 3, 300), ("Cake", 2_400, 5, 120), ("Coffee", 390, 2, null)]),
        new(
            "grocer",
            [Hours(0, 0), Hours(7, 1)],
            [("Fruit box", 1_650, 7, 250), ("Milk", 290, 2, null), ("Breakfast box", 1_990, 8, 250), ("Water", 190, 1, null)]),
        new(
            "flowers",
            [Hours(0, 0), Hours(8, 22)],
            [("Twelve roses", 3_900, 10, 150), ("Bouquet", 2_400, 14, null)]),
    ];

    // Three of four stores are asked, and think about it for so long at the most; the others take every order by themselves.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(3);
    private static readonly CounterTerms Counter = new(TimeSpan.FromMinutes(90), BasisPoints.One);

    /// <summary>Draws them.</summary>
    /// <param name="roads">Where they stand.</param>
    /// <param name="market">Where they sell.</param>
    /// <param name="operatorName">Whose market it is.</param>
    /// <param name="seed">Decides all of it.</param>
    public static ImmutableArray<SimulatedMerchant> Of(RoadNetwork roads, string market, string operatorName, ulong seed)
    {
        var places = Places(roads, seed);
        var trades = places.Select((_, i) => SeededDraw.Below(Trades.Length, seed, DrawPurpose.StoreTrade, (ulong)i)).ToArray();
        var merchants = ImmutableArray.CreateBuilder<SimulatedMerchant>();
        for (var t = 0; t < Trades.Length; t++)
        {
            var trade = Trades[t];
            var merchant = new Merchant(new MerchantId(Id(seed, trade.Name)), new OperatorId(operatorName), char.ToUpperInvariant(trade.Name[0]) + trade.Name[1..], Currency.Usd, MerchantStanding.Verified);
            ImmutableArray<Product> products =
                [.. trade.Sells.Select(sold => new Product(new ProductId(Id(seed, $"{trade.Name}\n{sold.Name}")), sold.Name, Usd(sold.Price), [], TimeSpan.FromMinutes(sold.Minutes)))];
            merchants.Add(new SimulatedMerchant(merchant, products, [.. Enumerable.Range(0, places.Length).Where(i => trades[i] == t).Select(i => StoreOf(i))]));

            SimulatedStore StoreOf(int number)
            {
                var draw = (ulong)number;
                var store = new Store(
                    new StoreId(Id(seed, string.Create(CultureInfo.InvariantCulture, $"store {number}"))),
                    merchant.Id,
                    new MarketId(market),
                    string.Create(CultureInfo.InvariantCulture, $"{merchant.Name} {number + 1}"),
                    roads.Point(places[number]),
                    WallClock,
                    trade.Hours[SeededDraw.Below(trade.Hours.Length, seed, DrawPurpose.StoreHours, draw)],
                    [StoreChannel.Delivery, StoreChannel.Counter],
                    [new DeliveryZone(string.Empty, Usd(390), Usd(1_000), Usd(5_000))],
                    TimeSpan.FromMinutes(SeededDraw.Below(4, seed, DrawPurpose.StorePreparation, draw)),
                    SeededDraw.Below(4, seed, DrawPurpose.StoreAnswer, draw) == 0 ? null : AnswerWithin,
                    Counter);
                var share = 0.5 + SeededDraw.Unit(seed, DrawPurpose.StoreStock, draw);
                return new SimulatedStore(
                    store,
                    [.. store.Channels.SelectMany(channel => products.Select((product, i) => new ShelfLine(channel, product.Id, trade.Sells[i].Left is { } left ? (int)(left * share) : null)))]);
            }
        }

        return merchants.ToImmutable();
    }

    /// <summary>Different nodes, in the order they were drawn.</summary>
    private static int[] Places(RoadNetwork roads, ulong seed)
    {
        var count = Math.Min(Math.Clamp(roads.NodeCount / NodesPerStore, Least, Most), roads.NodeCount);
        var nodes = new List<int>(count);
        for (var draw = 0UL; nodes.Count < count; draw++)
        {
            var node = SeededDraw.Below(roads.NodeCount, seed, DrawPurpose.StorePlace, draw);
            if (!nodes.Contains(node))
            {
                nodes.Add(node);
            }
        }

        return [.. nodes];
    }

    private static OpeningHours Hours(int from, int to) => new([new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(from, 0), new TimeOnly(to, 0)))], []);

    private static Guid Id(ulong seed, string name) => CommandStamp.DeterministicId(string.Create(CultureInfo.InvariantCulture, $"simulation/{seed}/merchants/{name}"));

    private static Money Usd(long cents) => new(cents, Currency.Usd);

    private sealed record Trade(string Name, OpeningHours[] Hours, (string Name, long Price, int Minutes, int? Left)[] Sells);
}
