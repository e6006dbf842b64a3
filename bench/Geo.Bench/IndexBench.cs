using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Index;
using O2O.Dispatch.Matching.Bench;

namespace O2O.Dispatch.Geo.Bench;

/// <summary>The live index with 100,000 vehicles in a box of Manhattan's size: searches for the ten nearest, and reports that move a vehicle some 20 metres.</summary>
internal static class IndexBench
{
    private const int Vehicles = 100_000;
    private const int Times = 100_000;

    public static void Run()
    {
        var random = new Random(1);
        var box = new GeoBox(new GeoPoint(-74.0181, 40.7015), new GeoPoint(-73.9112, 40.8730));
        GeoPoint Somewhere() => new(-74.0181 + random.NextDouble() * 0.1069, 40.7015 + random.NextDouble() * 0.1715);
        var index = new VehicleIndex(box, Vehicles);
        var places = Enumerable.Range(0, Vehicles).Select(_ => Somewhere()).ToArray();
        for (var slot = 0; slot < Vehicles; slot++)
        {
            index.Update(slot, places[slot]);
        }

        var asked = Enumerable.Range(0, Times).Select(_ => Somewhere()).ToArray();
        var moved = Enumerable.Range(0, Times).Select(i => new GeoPoint(places[i].Longitude + 0.0007 * (random.NextDouble() - 0.5), places[i].Latitude + 0.0007 * (random.NextDouble() - 0.5))).ToArray();
        var hits = new VehicleHit[10];
        var found = 0L;
        for (var round = 0; round < 3; round++)
        {
        var search = Machine.Best(5, () =>
        {
            foreach (var point in asked)
            {
                found += index.Nearest(point, hits);
            }
        });
        var report = Machine.Best(5, () =>
        {
            for (var i = 0; i < Times; i++)
            {
                index.Update(i, moved[i]);
                index.Update(i, places[i]);
            }
        });
        Console.WriteLine($"live index: {Vehicles:N0} vehicles: 10 nearest {Times / search / 1_000:0.00} million/s, reports {2 * Times / report / 1_000:0.0} million/s, one thread ({found % 10})");
        }
    }
}
