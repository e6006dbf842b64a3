using System.Globalization;
using System.Text;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Replay.Reports.Html;

/// <summary>A small map: the roads, drawn once for all maps of a page, and where requests were lost.</summary>
internal sealed class LostMap
{
    private const double Width = 270;
    private readonly double _west;
    private readonly double _north;
    private readonly double _perDegree;
    private readonly double _narrow;
    private readonly double _height;

    /// <summary>Makes maps of these roads.</summary>
    public LostMap(RoadNetwork roads)
    {
        var (southWest, northEast) = (roads.Bounds.SouthWest, roads.Bounds.NorthEast);
        (_west, _north) = (southWest.Longitude, northEast.Latitude);

        // A degree of longitude is shorter away from the equator; the middle of the city decides.
        _narrow = Math.Cos((southWest.Latitude + northEast.Latitude) / 2 * Math.PI / 180);
        _perDegree = Width / Math.Max(1e-9, (northEast.Longitude - southWest.Longitude) * _narrow);
        _height = Math.Max(1, (northEast.Latitude - southWest.Latitude) * _perDegree);
        Roads = Draw(roads);
    }

    /// <summary>The roads, hidden, for <c>use</c> by each map.</summary>
    public string Roads { get; }

    /// <summary>A map with a dot for each place.</summary>
    public string Of(string title, IReadOnlyList<WirePoint> lost)
    {
        var dots = new StringBuilder();
        foreach (var place in lost)
        {
            dots.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(place.Longitude):0.#}\" cy=\"{Y(place.Latitude):0.#}\" r=\"2.2\"/>");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {_height:0.#}\" role=\"img\" aria-label=\"{HtmlPage.Text(title)}\"><use href=\"#roads\"/><g class=\"lost\">{dots}</g></svg>");
    }

    private string Draw(RoadNetwork roads)
    {
        var path = new StringBuilder();
        for (var from = 0; from < roads.NodeCount; from++)
        {
            for (var edge = roads.FirstOut[from]; edge < roads.FirstOut[from + 1]; edge++)
            {
                var to = roads.Heads[edge];
                if (from < to || roads.EdgeBetween(to, from) < 0)
                {
                    var (a, b) = (roads.Point(from), roads.Point(to));
                    path.Append(CultureInfo.InvariantCulture, $"M{X(a.Longitude):0.#} {Y(a.Latitude):0.#}L{X(b.Longitude):0.#} {Y(b.Latitude):0.#}");
                }
            }
        }

        return $"<svg width=\"0\" height=\"0\" aria-hidden=\"true\"><defs><path id=\"roads\" class=\"roads\" d=\"{path}\"/></defs></svg>";
    }

    private double X(double longitude) => (longitude - _west) * _narrow * _perDegree;

    private double Y(double latitude) => (_north - latitude) * _perDegree;
}
