using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// A uniform grid in whole units of 1e-7 degree, so that a point's cell and a cell's edges are exact. Cells at the border reach on without end: a point
/// outside the box counts to the border cell nearest in longitude and latitude, and gaps between a query and a cell stay lower bounds.
/// </summary>
internal sealed class IndexGrid
{
    public const double UnitsPerDegree = 1e7;

    private const int LargestSide = 4_096;

    private readonly long west;
    private readonly long south;

    public IndexGrid(GeoBox box, int cells)
    {
        west = Units(box.SouthWest.Longitude);
        south = Units(box.SouthWest.Latitude);
        var width = Math.Max(1, Units(box.NorthEast.Longitude) - west);
        var height = Math.Max(1, Units(box.NorthEast.Latitude) - south);
        var middle = Math.Cos((box.SouthWest.Latitude + box.NorthEast.Latitude) / 2 * (Math.PI / 180));
        var ground = Math.Max(width * middle, 1);
        var side = Math.Max(1, Math.Sqrt(ground * height / Math.Max(1, cells)));
        Columns = (int)Math.Clamp(Math.Ceiling(ground / side), 1, Math.Min(LargestSide, Math.Max(1, cells)));
        Rows = (int)Math.Clamp(Math.Ceiling(height / side), 1, Math.Min(LargestSide, Math.Max(1, cells)));
        CellWidth = (width + Columns) / Columns;
        CellHeight = (height + Rows) / Rows;
    }

    public int Columns { get; }

    public int Rows { get; }

    public int Cells => Columns * Rows;

    public long CellWidth { get; }

    public long CellHeight { get; }

    /// <summary>Square units of a cell.</summary>
    public double CellArea => (double)CellWidth * CellHeight;

    /// <summary>Degrees in the index's units, rounded to the nearest.</summary>
    public static int Units(double degrees) => (int)Math.Round(degrees * UnitsPerDegree);

    public int ColumnOf(int longitude) => (int)Math.Clamp((longitude - west) / CellWidth, 0, Columns - 1);

    public int RowOf(int latitude) => (int)Math.Clamp((latitude - south) / CellHeight, 0, Rows - 1);

    public int CellOf(int longitude, int latitude) => RowOf(latitude) * Columns + ColumnOf(longitude);

    /// <summary>Units from the western edge of a column; negative or beyond the width when the point is outside the box.</summary>
    public long FromWest(int longitude, int column) => longitude - west - column * CellWidth;

    /// <summary>Units from the southern edge of a row.</summary>
    public long FromSouth(int latitude, int row) => latitude - south - row * CellHeight;
}
