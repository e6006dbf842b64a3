using O2O.Dispatch.Geo;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.TravelTimes;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>
/// The way that a provider has set out on: to the pick-up it promised, or to where it was advised to go. As long as its reports lie beside that way, the way says better than they do which node
/// comes next: a report is seconds old and lies between two nodes, and the one nearest to it may belong to another street.
/// </summary>
internal sealed class Heading
{
    // A guess: two blocks. Whoever is farther from where it should be is on another way, or late.
    private const double AgreementMetres = 250;

    private readonly MarketMap _map;
    private readonly RoadPath _path;
    private readonly RoutePosition _position;

    /// <summary>Makes it.</summary>
    /// <param name="map">The roads and their times.</param>
    /// <param name="from">The node it sets out from.</param>
    /// <param name="target">The node it drives to.</param>
    /// <param name="due">When it is due there.</param>
    public Heading(MarketMap map, int from, int target, DateTimeOffset due)
    {
        _map = map;
        _path = map.TravelTimes.Path(from, target);
        _position = new RoutePosition(map.Roads, _path);
        Due = due;
    }

    /// <summary>When it is due at the end.</summary>
    public DateTimeOffset Due { get; }

    /// <summary>The next node of the way, and milliseconds until it is there; null when the last report contradicts the way.</summary>
    public (int Node, int FreeInMilliseconds)? Next(in ProviderTable.Row row, DateTimeOffset now)
    {
        var left = (long)(Due - now).TotalMilliseconds;
        if (left >= _path.TotalMilliseconds)
        {
            return (_path.Nodes[0], (int)Math.Min(left - _path.TotalMilliseconds, int.MaxValue));
        }

        var done = _path.TotalMilliseconds - (long)(Due - row.ReportedAt).TotalMilliseconds;
        if ((left < 0 && row.ReportedAt >= Due) || GreatCircle.Distance(row.Place, _position.At(done).Point).Value > AgreementMetres)
        {
            return null;
        }

        for (var at = 0; at < _path.Nodes.Length; at++)
        {
            var onwards = _path.TotalMilliseconds - _path.Milliseconds[at];
            if (onwards <= left)
            {
                return (_path.Nodes[at], (int)(left - onwards));
            }
        }

        return (_path.Nodes[^1], 0);
    }
}
