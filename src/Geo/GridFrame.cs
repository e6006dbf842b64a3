using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo;

/// <summary>
/// A uniform grid over a box of degrees and the one piece of geometry its searches rest on: how near can a point outside a square of cells be? Points
/// outside the box count to the nearest border cell, which keeps every bound true because they are farther away than their cell.
/// </summary>
internal sealed class GridFrame
{
    private const double RadiansPerDegree = Math.PI / 180;

    // Within these limits the bounds below hold; outside them a search looks at everything, which is as exact and rare enough.
    private const double LargestSpanDegrees = 10;
    private const double LargestLatitude = 80;
    private const int LargestSide = 4_096;

    private readonly double west;
    private readonly double south;
    private readonly double cellWidth;
    private readonly double cellHeight;
    private readonly double chordPerDegreeOfLatitude;
    private readonly double chordPerDegreeAtEquator;
    private readonly bool bounded;

    /// <summary>Lays about <paramref name="cells"/> cells, as square as they go, over a box.</summary>
    public GridFrame(GeoBox box, int cells)
    {
        west = box.SouthWest.Longitude;
        south = box.SouthWest.Latitude;
        var width = box.NorthEast.Longitude - west;
        var height = box.NorthEast.Latitude - south;
        bounded = width <= LargestSpanDegrees && height <= LargestSpanDegrees
            && Math.Abs(south) <= LargestLatitude && Math.Abs(box.NorthEast.Latitude) <= LargestLatitude;

        var middle = Math.Cos((south + height / 2) * RadiansPerDegree);
        var widthUnits = Math.Max(width * middle, 1e-6);
        var heightUnits = Math.Max(height, 1e-6);
        var side = Math.Sqrt(widthUnits * heightUnits / Math.Max(1, cells));
        Columns = (int)Math.Clamp(Math.Ceiling(widthUnits / side), 1, Math.Min(LargestSide, Math.Max(1, cells)));
        Rows = (int)Math.Clamp(Math.Ceiling(heightUnits / side), 1, Math.Min(LargestSide, Math.Max(1, cells)));
        cellWidth = Math.Max(width, 1e-6) / Columns;
        cellHeight = Math.Max(height, 1e-6) / Rows;

        // A point d radians beyond a parallel is at least the chord 2R sin(d/2) away; beyond a meridian, seen from latitude p, at least R sin(d) cos(p).
        // Both fall behind their tangent as d grows, so the slope at the greatest d in use is a lower bound for every smaller one. Points may
        // stand as far outside the box as it is wide, hence twice the span. The last factor is room for rounding.
        const double greatest = 2 * LargestSpanDegrees * RadiansPerDegree;
        chordPerDegreeOfLatitude = GreatCircle.EarthRadiusMetres * RadiansPerDegree * (2 * Math.Sin(greatest / 2) / greatest) * (1 - 1e-9);
        chordPerDegreeAtEquator = GreatCircle.EarthRadiusMetres * RadiansPerDegree * (Math.Sin(greatest) / greatest) * (1 - 1e-9);
    }

    public int Columns { get; }

    public int Rows { get; }

    public int Cells => Columns * Rows;

    public int ColumnOf(GeoPoint point) => (int)Math.Clamp((point.Longitude - west) / cellWidth, 0, Columns - 1);

    public int RowOf(GeoPoint point) => (int)Math.Clamp((point.Latitude - south) / cellHeight, 0, Rows - 1);

    public int CellOf(GeoPoint point) => RowOf(point) * Columns + ColumnOf(point);

    /// <summary>The cells so many columns or rows away from one: a search walks one ring after the other outwards.</summary>
    public CellRing Ring(int column, int row, int ring) => new(Columns, Rows, column, row, ring);

    /// <summary>The latitudes between which a row lies, when it is not at the border.</summary>
    public (double South, double North) Band(int row) => (south + row * cellHeight, south + (row + 1) * cellHeight);

    /// <summary>Whether <see cref="SquaredChordBeyond"/> holds for searches from this point: the box is city-sized and the point not farther off than it is wide.</summary>
    public bool CanBound(GeoPoint point) =>
        bounded && Math.Abs(point.Latitude) <= LargestLatitude
        && point.Longitude >= west - LargestSpanDegrees && point.Longitude <= west + Columns * cellWidth + LargestSpanDegrees
        && point.Latitude >= south - LargestSpanDegrees && point.Latitude <= south + Rows * cellHeight + LargestSpanDegrees;

    /// <summary>
    /// A lower bound for the squared chord, in square metres, from the point to anything in a cell more than <paramref name="ring"/> columns or rows away
    /// from the given one. Infinite when there is no such cell.
    /// </summary>
    public double SquaredChordBeyond(GeoPoint point, int column, int row, int ring)
    {
        var nearest = double.PositiveInfinity;
        var perDegreeOfLongitude = chordPerDegreeAtEquator * Math.Cos(point.Latitude * RadiansPerDegree);
        if (column - ring > 0)
        {
            nearest = Math.Min(nearest, (point.Longitude - (west + (column - ring) * cellWidth)) * perDegreeOfLongitude);
        }

        if (column + ring < Columns - 1)
        {
            nearest = Math.Min(nearest, (west + (column + ring + 1) * cellWidth - point.Longitude) * perDegreeOfLongitude);
        }

        if (row - ring > 0)
        {
            nearest = Math.Min(nearest, (point.Latitude - (south + (row - ring) * cellHeight)) * chordPerDegreeOfLatitude);
        }

        if (row + ring < Rows - 1)
        {
            nearest = Math.Min(nearest, (south + (row + ring + 1) * cellHeight - point.Latitude) * chordPerDegreeOfLatitude);
        }

        // A millimetre off covers a point that rounding put into the neighbouring cell.
        nearest = Math.Max(0, nearest - 0.001);
        return nearest * nearest;
    }
}
