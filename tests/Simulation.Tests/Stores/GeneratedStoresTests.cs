using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Simulation.Stores;

namespace O2O.Dispatch.Simulation.Tests.Stores;

public sealed class GeneratedStoresTests
{
    [Fact]
    public void Of_OneSeed_AreTheSameStoresAndAnotherSeedHasOthers()
    {
        var roads = GeneratedCity.Create().Network;
        var places = Places(1);
        Assert.Equal(places, Places(1));
        Assert.NotEqual(places, Places(2));
        Assert.Equal(roads.NodeCount / GeneratedStores.NodesPerStore, places.Count);
        Assert.Equal(places.Count, places.Select(place => place.Item2).Distinct().Count());

        List<(StoreId, Domain.Places.GeoPoint)> Places(ulong seed) =>
            [.. GeneratedStores.Of(roads, "town", "op", seed).SelectMany(one => one.Stores).Select(place => (place.Store.Id, place.Store.Place))];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_City_AreSoundAndSomeAreOpenAtAnyHour(ulong seed)
    {
        var merchants = GeneratedStores.Of(GeneratedCity.Create().Network, "town", "op", seed);
        var stores = merchants.SelectMany(one => one.Stores).ToList();
        Assert.Empty(merchants.SelectMany(one => one.Merchant.Faults().Concat(one.Products.SelectMany(product => product.Faults(Currency.Usd)))));
        Assert.Empty(stores.SelectMany(place => place.Store.Faults(Currency.Usd).Concat(place.Store.Counter.Faults())));
        Assert.Contains(stores, place => place.Store.AnswerWithin is null);
        Assert.Contains(stores, place => place.Store.AnswerWithin is not null);
        Assert.Contains(stores.SelectMany(place => place.Shelf), line => line.Left is not null);
        var day = new DateTimeOffset(2024, 5, 17, 0, 0, 0, TimeSpan.Zero);
        var open = Enumerable.Range(0, 24).Select(hour => stores.Count(place => place.Store.IsOpenAt(day.AddHours(hour)))).ToList();
        Assert.All(open, count => Assert.True(count > 0));
        Assert.True(open.Min() < open.Max(), "No store ever closes.");
    }

    [Fact]
    public void Of_StreetOfFiveCrossings_HasNoTwoAtOne() =>
        Assert.Equal(5, GeneratedStores.Of(TestRoads.Street, "town", "op", 1).SelectMany(one => one.Stores).Select(place => place.Store.Place).Distinct().Count());

    [Fact]
    public void Of_AnyStore_SellsABasketThatItBrings()
    {
        foreach (var one in GeneratedStores.Of(GeneratedCity.Create().Network, "town", "op", 1))
        {
            Assert.All(one.Stores, place => Assert.NotNull(DeliveryZone.Of(place.Store.Zones, "anywhere")?.FeeOf(new Money(1_000, Currency.Usd))));
            Assert.All(one.Stores, place => Assert.Equal(2 * one.Products.Length, place.Shelf.Length));
        }
    }
}
