using NetTopologySuite.Geometries;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>
/// Which zone of several a point is in. A cell knows the zones it lies in or touches, in their order, up to the first that holds all of it; only where a
/// border runs through the cell is geometry asked.
/// </summary>
internal sealed class ZoneGrid
{
    private const int Side = 256;

    // Points are put into cells by a multiplication that rounds; a cell is a hair larger than its lines.
    private const double Hair = 1e-9;

    private readonly ZoneShape[] shapes;
    private readonly GeoBox bounds;
    private readonly double perColumn;
    private readonly double perRow;
    private readonly int[] first;

    // The place of a zone among the shapes, doubled, and one more when the cell is wholly inside.
    private readonly int[] entries;

    public ZoneGrid(ZoneShape[] shapes)
    {
        this.shapes = shapes;
        bounds = GeoBox.Around([.. shapes.SelectMany(s => new[] { s.Bounds.SouthWest, s.Bounds.NorthEast })]);
        perColumn = (bounds.NorthEast.Longitude - bounds.SouthWest.Longitude) / Side;
        perRow = (bounds.NorthEast.Latitude - bounds.SouthWest.Latitude) / Side;
        var cells = new List<int>[Side * Side];
        for (var shape = 0; shape < shapes.Length; shape++)
        {
            var box = shapes[shape].Bounds;
            var (west, south) = (Column(box.SouthWest.Longitude), Row(box.SouthWest.Latitude));
            Mark(cells, shape, Math.Max(0, west - 1), Math.Max(0, south - 1), Math.Min(Side, Column(box.NorthEast.Longitude) + 2), Math.Min(Side, Row(box.NorthEast.Latitude) + 2));
        }

        first = new int[cells.Length + 1];
        for (var cell = 0; cell < cells.Length; cell++)
        {
            first[cell + 1] = first[cell] + (cells[cell]?.Count ?? 0);
        }

        entries = [.. cells.SelectMany(c => c ?? [])];
    }

    /// <summary>The place of the first shape that covers the point, or -1.</summary>
    public int Find(GeoPoint point)
    {
        if (!bounds.Contains(point))
        {
            return -1;
        }

        var cell = Row(point.Latitude) * Side + Column(point.Longitude);
        for (var at = first[cell]; at < first[cell + 1]; at++)
        {
            var shape = entries[at] >> 1;
            if ((entries[at] & 1) != 0 || shapes[shape].Covers(point))
            {
                return shape;
            }
        }

        return -1;
    }

    private int Column(double longitude) => (int)Math.Clamp((longitude - bounds.SouthWest.Longitude) / perColumn, 0, Side - 1);

    private int Row(double latitude) => (int)Math.Clamp((latitude - bounds.SouthWest.Latitude) / perRow, 0, Side - 1);

    /// <summary>Enters a shape into a rectangle of cells, by halves, so that whole insides cost one question.</summary>
    private void Mark(List<int>[] cells, int shape, int west, int south, int east, int north)
    {
        var rectangle = new Envelope(
            bounds.SouthWest.Longitude + west * perColumn - Hair, bounds.SouthWest.Longitude + east * perColumn + Hair,
            bounds.SouthWest.Latitude + south * perRow - Hair, bounds.SouthWest.Latitude + north * perRow + Hair);
        var inside = shapes[shape].Rectangle(rectangle);
        if (inside == false)
        {
            return;
        }

        if (inside == true || (east - west == 1 && north - south == 1))
        {
            for (var row = south; row < north; row++)
            {
                for (var column = west; column < east; column++)
                {
                    var list = cells[row * Side + column] ??= [];
                    if (list.Count == 0 || (list[^1] & 1) == 0)
                    {
                        list.Add(2 * shape + (inside == true ? 1 : 0));
                    }
                }
            }
        }
        else if (east - west >= north - south)
        {
            var middle = (west + east) / 2;
            Mark(cells, shape, west, south, middle, north);
            Mark(cells, shape, middle, south, east, north);
        }
        else
        {
            var middle = (south + north) / 2;
            Mark(cells, shape, west, south, east, middle);
            Mark(cells, shape, west, middle, east, north);
        }
    }
}
