using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Index;

namespace O2O.Dispatch.Geo.Tests.Index;

/// <summary>The grid finds what a look at everything finds, in the same order.</summary>
public sealed class PlaceGridTests
{
    private static readonly IComparer<string> Order = StringComparer.Ordinal;

    [Theory]
    [InlineData(-73.98, 40.75, 0.2)]
    [InlineData(0.0, 0.0, 0.5)]
    [InlineData(179.9, -60.0, 0.09)]
    [InlineData(15.0, 89.7, 0.2)]
    public void Nearest_OfManyPlaces_IsThatOfALookAtAll(double longitude, double latitude, double span)
    {
        var random = new Random(11);
        var grid = new PlaceGrid<string>();
        var all = new List<(string Thing, GeoPoint At)>();
        for (var i = 0; i < 2_000; i++)
        {
            // Every third stands where the one before does: equally near.
            var at = i % 3 == 2 ? all[^1].At : Near();
            all.Add(($"{i:0000}", at));
            grid.Add(all[^1].Thing, at);
        }

        foreach (var gone in all.Where((_, i) => i % 10 == 0).ToList())
        {
            grid.Remove(gone.Thing, gone.At);
            all.Remove(gone);
        }

        for (var round = 0; round < 60; round++)
        {
            var (from, within, limit) = (Near(), new Metres(random.Next(100, 60_000)), random.Next(1, 40));
            bool Accepts(string thing) => round % 3 == 0 || thing[^1] == '7';
            var expected = all.Where(one => Accepts(one.Thing)).Select(one => (one.Thing, Distance: GreatCircle.Distance(from, one.At)))
                .Where(one => one.Distance <= within).OrderBy(one => one.Distance).ThenBy(one => one.Thing, Order).Take(limit).ToList();
            Assert.Equal(expected, grid.Nearest(from, within, limit, Accepts, Order).ToList());
        }

        Assert.Empty(new PlaceGrid<string>().Nearest(Near(), new Metres(1_000), 5, _ => true, Order));

        GeoPoint Near() => new(longitude + ((random.NextDouble() - 0.5) * span), latitude + ((random.NextDouble() - 0.5) * span));
    }

    [Fact]
    public void Nearest_OfWhatIsAwake_IsThatOfALookAtAllWhateverWasAskedBefore()
    {
        var random = new Random(12);
        var start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

        // Each is awake for a while of a cycle of its own; some never are, and a neighbourhood keeps the same hours.
        (long Cycle, long Awake, long Shift)[] hours = [.. Enumerable.Range(0, 40).Select(_ => ((long)random.Next(20, 200), (long)random.Next(0, 20), (long)random.Next(200)))];
        var all = new List<(string Thing, GeoPoint At)>();
        var grid = new PlaceGrid<string>(RestAt);
        for (var i = 0; i < 600; i++)
        {
            Add($"{i:0000}");
        }

        for (var round = 0; round < 300; round++)
        {
            if (round % 10 == 0)
            {
                var gone = all[random.Next(all.Count)];
                all.Remove(gone);
                grid.Remove(gone.Thing, gone.At);
                Add($"{600 + round:0000}");
            }

            // Time goes on, stands, and goes back.
            var at = start.AddTicks(random.Next(1_000));
            var (from, within, limit) = (Near(), new Metres(random.Next(100, 60_000)), random.Next(1, 40));
            bool Accepts(string thing) => round % 3 == 0 || thing[^1] is '7' or '1';
            var expected = all.Where(one => RestAt(one.Thing, at) is null && Accepts(one.Thing)).Select(one => (one.Thing, Distance: GreatCircle.Distance(from, one.At)))
                .Where(one => one.Distance <= within).OrderBy(one => one.Distance).ThenBy(one => one.Thing, Order).Take(limit).ToList();
            Assert.Equal(expected, grid.Nearest(from, within, limit, Accepts, Order, at).ToList());
        }

        void Add(string thing)
        {
            all.Add((thing, Near()));
            grid.Add(thing, all[^1].At);
        }

        RestSpan? RestAt(string thing, DateTimeOffset at)
        {
            var (cycle, awake, shift) = hours[int.Parse(thing, System.Globalization.CultureInfo.InvariantCulture) / 3 % hours.Length];
            var into = (at.UtcTicks + shift) % cycle;
            return into < awake ? null : new RestSpan(at.UtcTicks - into + awake, at.UtcTicks - into + cycle);
        }

        GeoPoint Near() => new(-73.98 + ((random.NextDouble() - 0.5) * 0.3), 40.75 + ((random.NextDouble() - 0.5) * 0.3));
    }
}
