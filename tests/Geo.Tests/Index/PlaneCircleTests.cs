using System.Runtime.Intrinsics.X86;
using O2O.Dispatch.Geo.Index;

namespace O2O.Dispatch.Geo.Tests.Index;

public class PlaneCircleTests
{
    /// <summary>What a processor with wide vectors gathers at once, any other in turn, and plain arithmetic are the same; empty lanes are in no circle.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-740_000_000)]
    [InlineData(1_799_000_000)]
    public void Gather_AnyWay_GivesThoseInTheCircleInOrder(int longitude)
    {
        const double cosine = 0.5;
        const double radius = 10_000;
        var random = new Random(longitude);
        var latitude = (int)(Math.Acos(cosine) * 180 / Math.PI * IndexGrid.UnitsPerDegree);
        var from = new SearchPoint(longitude, latitude);
        var circle = PlaneCircle.Around(from, radius * radius);
        var store = new IndexStore(1);
        var met = 0;
        for (var round = 0; round < 500; round++)
        {
            var expected = new List<(long, long)>();
            for (var lane = 0; lane < IndexStore.Lanes; lane++)
            {
                var (east, north) = (random.Next(-40_000, 40_000), random.Next(-20_000, 20_000));
                var empty = random.Next(4) == 0;
                store.Place(lane) = empty ? IndexStore.Hole : IndexStore.Pack(longitude + east, latitude + north);
                store.Slot(lane) = random.Next();
                var apart = Math.Sqrt(east * cosine * east * cosine + (double)north * north);
                if (Math.Abs(apart - radius) < 1)
                {
                    store.Place(lane) = IndexStore.Hole;
                }
                else if (!empty && apart < radius)
                {
                    expected.Add((IndexStore.Pack(east, north), store.Slot(lane)));
                }
            }

            Assert.Equal(expected, InOneWay(store, circle, inTurn: true));
            if (Avx512F.IsSupported)
            {
                Assert.Equal(expected, InOneWay(store, circle, inTurn: false));
            }

            met += expected.Count;
        }

        Assert.InRange(met, 100, 3_000);
    }

    private static List<(long Difference, long Slot)> InOneWay(IndexStore store, PlaneCircle circle, bool inTurn)
    {
        var differences = new long[IndexStore.Lanes];
        var slots = new long[IndexStore.Lanes];
        var count = inTurn
            ? circle.GatherInTurn(ref store.Place(0), ref store.Slot(0), ref differences[0], ref slots[0])
            : circle.GatherAtOnce(ref store.Place(0), ref store.Slot(0), ref differences[0], ref slots[0]);
        return [.. differences.Zip(slots).Take(count)];
    }
}
