using Microsoft.Extensions.Logging.Abstractions;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Tests.Stores;

/// <summary>Searches for texts: what the index leaves out nobody would have found.</summary>
public sealed class StoreTextTests
{
    private static readonly MarketId City = new("nyc");
    private static readonly GeoPoint Centre = new(-73.98, 40.75);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    /// <summary>Few letters make many near misses; stores change and go while texts of every length are looked for.</summary>
    /// <param name="seed">Of what is made up.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Near_AnyTextWhileStoresChange_FindsWhatALookAtAllFinds(int seed)
    {
        var random = new Random(seed);
        var board = Board();
        var (asked, found) = (0, 0);
        for (var n = 0; n < 4_000; n++)
        {
            // Every second store is one that was there, with another name, place or standing.
            board.Take(Card(n % 2 == 1 ? random.Next(n) : n, n, Word(random, 12), [Word(random, 9), Word(random, 6)], random));
            if (n % 10 != 0)
            {
                continue;
            }

            var text = new StoreText(Word(random, random.Next(1, 9)));
            bool Says(KnownStore known) => known.Says(text, StoreChannel.Delivery, string.Empty);
            var limit = random.Next(1, 30);
            DateTimeOffset? at = random.Next(2) == 0 ? null : Now;
            var plain = board.Near(City, Centre, limit, at, Says);
            Assert.True(plain.SequenceEqual(board.Near(City, Centre, limit, at, Says, text)), $"After {n} stores, seed {seed}: '{text.Folded}' finds others than a look at all.");
            (asked, found) = (asked + 1, found + (plain.IsEmpty ? 0 : 1));
        }

        Assert.InRange(found, asked / 10, asked * 9 / 10);
    }

    /// <summary>The point of the index: who has nothing of a text is not asked.</summary>
    [Theory]
    [InlineData("unicorn")]
    [InlineData("noodle soup")]
    [InlineData("zq")]
    public void Near_TextThatNobodyHas_AsksNobody(string said)
    {
        var random = new Random(4);
        var board = Board();
        for (var n = 0; n < 100; n++)
        {
            board.Take(Card(n, n, $"Noodles {n}", ["soup of the house"], random));
        }

        var asked = 0;
        Assert.Empty(board.Near(City, Centre, 20, null, _ => ++asked > 0, new StoreText(said)));
        Assert.Equal(0, asked);

        // Of eleven some are shown and near enough.
        var some = new StoreText("NOODLES 4");
        Assert.NotEmpty(board.Near(City, Centre, 20, null, known => known.Says(some, StoreChannel.Delivery, string.Empty), some));
    }

    private static StoreBoard Board() => new(null!, null!, null!, null!, TimeProvider.System, NullLogger<StoreBoard>.Instance);

    private static string Word(Random random, int length) => string.Create(length, random, static (letters, from) =>
    {
        foreach (ref var letter in letters)
        {
            letter = "abcD "[from.Next(5)];
        }
    });

    private static StoreCard Card(int n, int change, string name, string[] sells, Random random)
    {
        var id = new Guid(n + 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        var merchant = new Merchant(new MerchantId(id), new OperatorId("acme"), "M", Currency.Usd, random.Next(8) == 0 ? MerchantStanding.Applied : MerchantStanding.Verified);

        // Some lie farther off than a search looks, and many in the same place.
        var place = new GeoPoint(Centre.Longitude + (random.Next(-60, 60) / 100.0), Centre.Latitude + (random.Next(-60, 60) / 100.0));
        var hours = new OpeningHours([new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(9, 0), random.Next(3) == 0 ? new TimeOnly(9, 30) : new TimeOnly(22, 0)))], []);
        var store = new Store(new StoreId(id), merchant.Id, City, name, place, "America/New_York", hours, [StoreChannel.Delivery], [], TimeSpan.Zero, null, CounterTerms.Default);
        return new StoreCard(merchant, store, [.. sells.Select((sold, i) => new ShelfName(StoreChannel.Delivery, new ProductId(new Guid(n, (short)(i + 1), 0, 0, 0, 0, 0, 0, 0, 0, 2)), sold))], Now.AddMinutes(change));
    }
}
