using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Index;

namespace O2O.Dispatch.Geo.Tests.Index;

public class VehicleIndexTests
{
    private static readonly GeoBox Box = new(new GeoPoint(-74.02, 40.70), new GeoPoint(-73.91, 40.87));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(3, 3_000)]
    public void Nearest_WhileVehiclesMoveComeAndGo_EqualsALookAtAll(int seed, int capacity)
    {
        var random = new Random(seed);
        var index = new VehicleIndex(Box, capacity);
        var where = new GeoPoint?[capacity];
        var hits = new VehicleHit[10];
        for (var step = 0; step < 4_000; step++)
        {
            var slot = random.Next(capacity);
            if (random.Next(5) == 0)
            {
                Assert.Equal(where[slot] is not null, index.Remove(slot));
                where[slot] = null;
            }
            else
            {
                where[slot] = Somewhere(random);
                index.Update(slot, where[slot]!.Value);
            }

            if (step % 10 == 0)
            {
                var point = Somewhere(random);
                var k = random.Next(1, 11);
                var found = index.Nearest(point, hits.AsSpan(0, k));
                var expected = where.Select((p, s) => (p, s)).Where(v => v.p is not null)
                    .Select(v => (Metres: GreatCircle.Distance(point, v.p!.Value).Value, v.s)).Order().Take(k).ToArray();
                Assert.Equal(expected.Length, found);
                for (var i = 0; i < found; i++)
                {
                    Assert.True(Math.Abs(expected[i].Metres - hits[i].DistanceMetres) < 1e-3, $"seed {seed}, step {step}: {expected[i]} but {hits[i]}");
                    Assert.Equal(GreatCircle.Distance(point, where[hits[i].Slot]!.Value).Value, hits[i].DistanceMetres, 1e-3);
                }

                Assert.Equal(found, hits.Take(found).Select(h => h.Slot).Distinct().Count());
            }

            Assert.Equal(where.Count(p => p is not null), index.Count);
        }
    }

    [Fact]
    public void Nearest_IdenticalPositions_ComeByLowestSlot()
    {
        var index = new VehicleIndex(Box, 20);
        foreach (var slot in new[] { 7, 3, 19, 0, 11, 5 })
        {
            index.Update(slot, new GeoPoint(-73.98, 40.75));
        }

        var hits = new VehicleHit[4];
        Assert.Equal(4, index.Nearest(new GeoPoint(-73.99, 40.76), hits));
        Assert.Equal([0, 3, 5, 7], hits.Select(h => h.Slot));
    }

    [Fact]
    public void Nearest_EmptyIndexOrNoneWanted_FindsNothing()
    {
        var index = new VehicleIndex(Box, 3);
        Assert.Equal(0, index.Nearest(new GeoPoint(0, 0), new VehicleHit[3]));
        index.Update(1, new GeoPoint(0, 0));
        Assert.Equal(0, index.Nearest(new GeoPoint(0, 0), []));
        Assert.True(index.Contains(1));
        Assert.False(index.Contains(0));
    }

    private static GeoPoint Somewhere(Random random)
    {
        // Mostly in the box, some crowded in one cell, some just and some far outside.
        var kind = random.Next(20);
        var wide = kind switch { 0 => 30.0, 1 => 0.5, < 8 => 0.002, _ => 0.1 };
        return new GeoPoint(-73.965 + (random.NextDouble() - 0.5) * wide, 40.785 + (random.NextDouble() - 0.5) * wide);
    }
}
