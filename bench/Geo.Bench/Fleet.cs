using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Index;

namespace O2O.Dispatch.Geo.Bench;

/// <summary>Vehicles spread evenly over a box of Manhattan's size, where each goes next (some 20 m on), and places to search from.</summary>
internal sealed class Fleet
{
    private const double StepDegrees = 0.0005;

    public Fleet(int vehicles, int seed = 1)
    {
        var random = new Random(seed);
        GeoPoint Somewhere() => new(Box.SouthWest.Longitude + random.NextDouble() * 0.1069, Box.SouthWest.Latitude + random.NextDouble() * 0.1715);
        Places = [.. Enumerable.Range(0, vehicles).Select(_ => Somewhere())];
        Moved = Array.ConvertAll(Places, p => new GeoPoint(p.Longitude + StepDegrees * (random.NextDouble() - 0.5), p.Latitude + StepDegrees * (random.NextDouble() - 0.5)));
        Asked = [.. Enumerable.Range(0, 100_000).Select(_ => Somewhere())];
        Order = [.. Enumerable.Range(0, vehicles)];
        random.Shuffle(Order);
        Index = new VehicleIndex(Box, vehicles, TimeSpan.FromSeconds(30));
        for (var slot = 0; slot < vehicles; slot++)
        {
            Index.Update(slot, Places[slot], Traits, Now);
        }
    }

    public static GeoBox Box { get; } = new(new GeoPoint(-74.0181, 40.7015), new GeoPoint(-73.9112, 40.8730));

    public static DateTimeOffset Now { get; } = new(2026, 1, 15, 18, 0, 0, TimeSpan.Zero);

    public static VehicleTraits Traits { get; } = new(3, 4, 1);

    public GeoPoint[] Places { get; }

    public GeoPoint[] Moved { get; }

    public GeoPoint[] Asked { get; }

    /// <summary>The vehicles in the order in which they report, which is none.</summary>
    public int[] Order { get; }

    public VehicleIndex Index { get; }
}
