using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Geo.Tests.Roads;

public class SnapTests
{
    [Theory]
    [InlineData(1, 0.0, 0)]
    [InlineData(2, 0.05, 60)]
    [InlineData(3, 2.0, -45)]
    [InlineData(4, 40.0, 20)]
    [InlineData(5, 0.2, 79)]
    public void Snap_RandomPoints_EqualsALookAtEveryPiece(int seed, double outside, double latitude)
    {
        var random = new Random(seed);
        var network = Shaped(random, 150, latitude);
        for (var i = 0; i < 200; i++)
        {
            var point = new GeoPoint(
                13 - outside + random.NextDouble() * (0.1 + 2 * outside), Math.Clamp(latitude - outside / 2 + random.NextDouble() * (0.1 + outside), -90, 90));
            var place = network.Snap(point);
            var best = Enumerable.Range(0, network.EdgeCount).Min(edge => ToEdge(network, edge, point));
            Assert.True(Math.Abs(best - place.Distance.Value) < 1e-4, $"seed {seed}, {point}: {place} but {best} m");
            Assert.Equal(best, ToEdge(network, place.Edge, point), 1e-4);
            Assert.InRange(place.Fraction, 0, 1);

            // The place is where its fraction says, and the chord to it is what was said, but for the depth of a chord under the surface.
            var line = Line(network, place.Edge);
            Assert.InRange(GreatCircle.Distance(Along(line, place.Fraction), place.Point).Value, 0, 0.5);
            Assert.InRange(GreatCircle.Distance(point, place.Point).Value, place.Distance.Value - 5, place.Distance.Value + 3);
            if (place.OppositeEdge >= 0)
            {
                var back = place.Reversed();
                Assert.Equal(network.Origin(place.Edge), network.Heads[back.Edge]);
                Assert.InRange(GreatCircle.Distance(Along(Line(network, back.Edge), back.Fraction), place.Point).Value, 0, 0.5);
                Assert.True(place.Edge < back.Edge);
            }
            else
            {
                Assert.Throws<InvalidOperationException>(() => place.Reversed());
            }
        }
    }

    [Fact]
    public void Snap_StreetOfTwoDirections_NamesBothAndTheDistance()
    {
        var builder = new RoadNetworkBuilder();
        builder.AddNode(1, new GeoPoint(13, 52));
        builder.AddNode(2, new GeoPoint(13.02, 52));
        builder.AddEdge(1, 2, 1_000, null, [new GeoPoint(13.01, 52)]);
        builder.AddEdge(2, 1, 1_000, null, [new GeoPoint(13.01, 52)]);
        var network = builder.Build();
        var place = network.Snap(new GeoPoint(13.005, 52.001));
        Assert.Equal((0, 1), (place.Edge, place.OppositeEdge));
        Assert.Equal(0.25, place.Fraction, 1e-4);
        Assert.Equal(0.75, place.Reversed().Fraction, 1e-4);
        Assert.Equal(111.195, place.Distance.Value, 0.05);
        Assert.True(network.TrySnap(new GeoPoint(13.005, 52.001), new Metres(112), out _));
        Assert.False(network.TrySnap(new GeoPoint(13.005, 53), new Metres(112), out var far));
        Assert.Equal(111_195, far.Distance.Value, 5.0);
        Assert.Equal(0, network.Snap(new GeoPoint(12, 52)).Fraction);
        Assert.Equal(1, network.Snap(new GeoPoint(14, 52)).Fraction);
    }

    [Fact]
    public void Snap_AllNodesAtOnePlace_IsThatPlace()
    {
        var builder = new RoadNetworkBuilder();
        builder.AddNode(1, new GeoPoint(13, 52));
        builder.AddNode(2, new GeoPoint(13, 52));
        builder.AddEdge(1, 2, 0);
        builder.AddEdge(2, 1, 0);
        var place = builder.Build().Snap(new GeoPoint(13, 52));
        Assert.Equal((0, 0.0, 1, Metres.Zero), (place.Edge, place.Fraction, place.OppositeEdge, place.Distance));
    }

    [SharedDataFact]
    public void Snap_ManhattanCrossings_AreOnTheRoads()
    {
        var network = Networks.Manhattan;
        foreach (var point in network.Points)
        {
            Assert.Equal(0, network.Snap(point).Distance.Value, 1e-6);
        }
    }

    [Fact]
    public void Line_OfAPath_HoldsShapesAndPartsOfTheEnds()
    {
        GeoPoint P(double east) => new(13 + east / 1_000, 52);
        var builder = new RoadNetworkBuilder();
        builder.AddNode(1, P(0));
        builder.AddNode(2, P(4));
        builder.AddNode(3, P(6));
        builder.AddEdge(1, 2, 1_000, null, [P(1), P(3)]);
        builder.AddEdge(2, 3, 1_000);
        builder.AddEdge(3, 1, 1_000, null, [new GeoPoint(13, 53)]);
        var network = builder.Build();
        Assert.Equal([P(0), P(1), P(3), P(4), P(6)], RouteLine.Through(network, [0, 1, 2]));
        var from = network.Snap(P(2));
        var to = network.Snap(P(5));
        Assert.Equal([from.Point, P(3), P(4), to.Point], RouteLine.Between(network, from, [1], to));
        Assert.Equal([from.Point, P(3), network.Snap(P(3.5)).Point], RouteLine.Between(network, from, [], network.Snap(P(3.5))));
        Assert.Contains("not ahead", Assert.Throws<ArgumentException>(() => RouteLine.Between(network, from, [], network.Snap(P(1)))).Message, StringComparison.Ordinal);
        Assert.Contains("not ahead", Assert.Throws<ArgumentException>(() => RouteLine.Between(network, from, [], to)).Message, StringComparison.Ordinal);
        Assert.Contains("starts at 1", Assert.Throws<ArgumentException>(() => RouteLine.Between(network, from, [1, 2], to)).Message, StringComparison.Ordinal);
        Assert.Contains("no edge from node 0 to node 2", Assert.Throws<ArgumentException>(() => RouteLine.Through(network, [0, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RouteLine.Through(network, []));
    }

    private static RoadNetwork Shaped(Random random, int nodes, double latitude)
    {
        var builder = new RoadNetworkBuilder();
        GeoPoint Somewhere() => new(13 + random.NextDouble() / 10, latitude + random.NextDouble() / 10);
        for (var node = 0; node < nodes; node++)
        {
            builder.AddNode(node, Somewhere());
        }

        for (var node = 0; node < nodes; node++)
        {
            GeoPoint[] shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Somewhere())];
            builder.AddEdge(node, (node + 1) % nodes, 1_000, null, shape);
            if (random.Next(2) == 0)
            {
                builder.AddEdge((node + 1) % nodes, node, 1_000, null, random.Next(4) == 0 ? [] : [.. shape.Reverse()]);
            }
        }

        return builder.Build();
    }

    private static GeoPoint[] Line(RoadNetwork network, int edge) =>
        [network.Point(network.Origin(edge)), .. network.Shape(edge), network.Point(network.Heads[edge])];

    private static GeoPoint Along(GeoPoint[] line, double fraction)
    {
        var lengths = line.Zip(line.Skip(1), (a, b) => GreatCircle.Distance(a, b).Value).ToArray();
        var left = fraction * lengths.Sum();
        for (var i = 0; i < lengths.Length; i++)
        {
            if (left <= lengths[i] || i == lengths.Length - 1)
            {
                var share = lengths[i] > 0 ? Math.Min(1, left / lengths[i]) : 0;
                var (a, b) = (GreatCircle.Vector(line[i]), GreatCircle.Vector(line[i + 1]));
                var (x, y, z) = (a.X + share * (b.X - a.X), a.Y + share * (b.Y - a.Y), a.Z + share * (b.Z - a.Z));
                return new GeoPoint(Math.Atan2(y, x) * 180 / Math.PI, Math.Atan2(z, Math.Sqrt(x * x + y * y)) * 180 / Math.PI);
            }

            left -= lengths[i];
        }

        return line[0];
    }

    /// <summary>The least chord to any of many points of each piece, closing in on the best by thirds: no formula shared with the product but the vectors.</summary>
    private static double ToEdge(RoadNetwork network, int edge, GeoPoint point)
    {
        var p = GreatCircle.Vector(point);
        var line = Array.ConvertAll(Line(network, edge), q => GreatCircle.Vector(q));
        var best = double.PositiveInfinity;
        for (var i = 1; i < line.Length; i++)
        {
            double Square(double t)
            {
                var (x, y, z) = (
                    line[i - 1].X + t * (line[i].X - line[i - 1].X) - p.X, line[i - 1].Y + t * (line[i].Y - line[i - 1].Y) - p.Y, line[i - 1].Z + t * (line[i].Z - line[i - 1].Z) - p.Z);
                return x * x + y * y + z * z;
            }

            var (low, high) = (0.0, 1.0);
            for (var step = 0; step < 80; step++)
            {
                var third = (high - low) / 3;
                (low, high) = Square(low + third) <= Square(high - third) ? (low, high - third) : (low + third, high);
            }

            best = Math.Min(best, Math.Min(Square((low + high) / 2), Math.Min(Square(0), Square(1))));
        }

        return GreatCircle.ArcOfSquaredChord(best);
    }
}
