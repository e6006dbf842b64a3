using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>
/// Follows something along a path. While time goes forward a call costs constant time over the whole drive, because it goes on where the last one
/// stopped; an earlier time is found by halving. One position belongs to one thread at a time.
/// </summary>
/// <param name="network">The roads the path runs on.</param>
/// <param name="path">The path.</param>
public sealed class RoutePosition(RoadNetwork network, RoadPath path)
{
    // The place in the path last passed: its time is not after the last time asked for.
    private int cursor;

    /// <summary>The path followed.</summary>
    public RoadPath Path => path;

    /// <summary>Where it is so many milliseconds after the start: at the start for times below 0, at the end for times past the end.</summary>
    public RoutePoint At(long elapsedMilliseconds)
    {
        var nodes = path.Nodes;
        var times = path.Milliseconds;
        if (elapsedMilliseconds >= path.TotalMilliseconds)
        {
            cursor = nodes.Length - 1;
            return new RoutePoint(network.Point(nodes[^1]), nodes[^1], nodes[^1], Arrived: true);
        }

        var elapsed = (int)Math.Max(0, elapsedMilliseconds);
        if (times[cursor] > elapsed)
        {
            var found = times.BinarySearch(elapsed);
            cursor = found >= 0 ? found : ~found - 1;
        }

        while (times[cursor + 1] <= elapsed)
        {
            cursor++;
        }

        var from = network.Point(nodes[cursor]);
        var to = network.Point(nodes[cursor + 1]);
        var share = (double)(elapsed - times[cursor]) / (times[cursor + 1] - times[cursor]);
        var point = new GeoPoint(
            from.Longitude + share * (to.Longitude - from.Longitude), from.Latitude + share * (to.Latitude - from.Latitude));
        return new RoutePoint(point, nodes[cursor], nodes[cursor + 1], Arrived: false);
    }
}
