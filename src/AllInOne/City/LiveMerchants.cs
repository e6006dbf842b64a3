using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Simulation.Scenes;
using O2O.Dispatch.Simulation.Stores;

namespace O2O.Dispatch.AllInOne.City;

/// <summary>The merchants of the live city. Their ids never change; what was made of them since they were made stays.</summary>
internal static class LiveMerchants
{
    private const string WallClock = "America/New_York";

    private static readonly Template[] All =
    [
        new(
            "noodles",
            "Noodle House",
            OpeningHours.Always,
            [StoreChannel.Delivery, StoreChannel.Counter],
            ["Old Market", "Harbour Quarter", "East Side"],
            [
                new("ramen", "Ramen", 1_290, TimeSpan.FromMinutes(9), null, [new OptionGroup("Size", [Option("regular", "Regular", 0), Option("large", "Large", 250)], 1, 1), new OptionGroup("Extras", [Option("egg", "Egg", 150), Option("tofu", "Tofu", 200)], 0, 2)]),
                new("dumplings", "Dumplings", 790, TimeSpan.FromMinutes(6), 60, []),
                new("tea", "Green tea", 350, TimeSpan.FromMinutes(1), null, []),
            ]),
        new(
            "cinema",
            "Lantern Cinema",
            new OpeningHours([new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(10, 0), new TimeOnly(2, 0)))], []),
            [StoreChannel.Counter],
            ["Central Station"],
            [new("ticket", "Film ticket", 1_450, TimeSpan.Zero, 200, []), new("popcorn", "Popcorn", 690, TimeSpan.Zero, null, [new OptionGroup("Taste", [Option("sweet", "Sweet", 0), Option("salted", "Salted", 0)], 1, 1)])]),
        new(
            "flowers",
            "Petal & Stem",
            new OpeningHours([new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(7, 0), new TimeOnly(21, 0)))], []),
            [StoreChannel.Delivery, StoreChannel.Counter],
            ["Exchange", "North Hill"],
            [new("roses", "Twelve roses", 3_900, TimeSpan.FromMinutes(10), 25, []), new("bouquet", "Bouquet of the day", 2_400, TimeSpan.FromMinutes(15), 40, [])]),
        new(
            "electricians",
            "Bright Sparks",
            OpeningHours.Always,
            [StoreChannel.Visit],
            ["Harbour Quarter"],
            [
                new("lamp", "A lamp put up", 4_900, TimeSpan.FromMinutes(30), null, []),
                new("socket", "A socket replaced", 6_900, TimeSpan.FromMinutes(45), null, []),
                new("check", "The whole flat checked", 14_900, TimeSpan.FromMinutes(90), null, [new OptionGroup("Certificate", [Option("certificate", "With a certificate", 2_500)], 0, 1)]),
            ]),
    ];

    /// <summary>As the market names them.</summary>
    public static ImmutableArray<MerchantPlan> Plans { get; } = [.. All.Select(one => new MerchantPlan(new MerchantId(Id(one.Name))))];

    // Long enough for a person who plays the store.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(3);

    /// <summary>As they are made in a city.</summary>
    /// <param name="scene">The city.</param>
    /// <param name="asked">Whether their stores are asked about each order; otherwise they take every one by themselves.</param>
    public static IReadOnlyList<SimulatedMerchant> Of(CityScene scene, bool asked) =>
    [
        .. All.Select(one => new SimulatedMerchant(
            new Merchant(new MerchantId(Id(one.Name)), new OperatorId(LiveMarket.Operator), one.Title, Currency.Usd, MerchantStanding.Verified),
            [.. one.Products.Select(sold => new Product(Of(one, sold), sold.Title, Usd(sold.Price), sold.Groups, sold.Preparation))],
            [.. one.Places.Select(place => StoreOf(scene, one, place, asked))])),
    ];

    private static SimulatedStore StoreOf(CityScene scene, Template one, string place, bool asked)
    {
        // Who works at homes comes anywhere, and packs nothing.
        var visits = one.Channels.Contains(StoreChannel.Visit);
        ImmutableArray<DeliveryZone> zones = visits ? [new DeliveryZone(string.Empty, Usd(0), Usd(0), null)]
            : one.Channels.Contains(StoreChannel.Delivery) ? [new DeliveryZone(string.Empty, Usd(290), Usd(1_000), Usd(4_000))] : [];
        var store = new Store(
            new StoreId(Id($"{scene.Market}\n{one.Name}\n{place}")),
            new MerchantId(Id(one.Name)),
            new MarketId(scene.Market),
            $"{one.Title}, {place}",
            Place(scene, place, one.Name),
            WallClock,
            one.Hours,
            one.Channels,
            zones,
            visits ? TimeSpan.Zero : TimeSpan.FromMinutes(3),
            asked ? AnswerWithin : null,
            CounterTerms.Default);
        return new SimulatedStore(store, [.. one.Channels.SelectMany(channel => one.Products.Select(sold => new ShelfLine(channel, Of(one, sold), sold.Left)))]);
    }

    /// <summary>The busy place of the name; in a city that has none, a crossing that is always the same.</summary>
    private static GeoPoint Place(CityScene scene, string place, string merchant)
    {
        var near = scene.Drawn?.HotSpots.FirstOrDefault(spot => spot.Name == place)?.Centre;
        var node = near is { } spot ? scene.Roads.NearestNode(spot).Node : (int)(BitConverter.ToUInt32(Id($"{merchant}\n{place}").ToByteArray()) % (uint)scene.Roads.NodeCount);
        return scene.Roads.Point(node);
    }

    private static ProductId Of(Template merchant, Sold product) => new(Id($"{merchant.Name}\n{product.Name}"));

    private static Guid Id(string name) => CommandStamp.DeterministicId($"live merchant\n{name}");

    private static Money Usd(long cents) => new(cents, Currency.Usd);

    private static ProductOption Option(string id, string name, long cents) => new(id, name, Usd(cents));

    private sealed record Sold(string Name, string Title, long Price, TimeSpan Preparation, int? Left, ImmutableArray<OptionGroup> Groups);

    private sealed record Template(string Name, string Title, OpeningHours Hours, ImmutableArray<StoreChannel> Channels, ImmutableArray<string> Places, ImmutableArray<Sold> Products);
}
