using System.Runtime.CompilerServices;

namespace O2O.Dispatch.Geo.Index;

/// <summary>How far a query is from the cells around its own, in units of the index, in the plane at the query's latitude.</summary>
/// <param name="fromWest">Units from the western edge of the query's column.</param>
/// <param name="width">Units a column is wide.</param>
/// <param name="fromSouth">Units from the southern edge of the query's row.</param>
/// <param name="height">Units a row is high.</param>
/// <param name="cosine">Of the query's latitude.</param>
internal readonly struct CellGaps(long fromWest, long width, long fromSouth, long height, double cosine)
{
    private readonly double fromWest = fromWest * cosine;
    private readonly double width = width * cosine;
    private readonly double cosine = cosine;
    private readonly double fromSouth = fromSouth;
    private readonly double height = height;

    /// <summary>The square of the gap to the cell so many columns east and rows north; 0 to the query's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Square(int columns, int rows)
    {
        // The last unit of a cell is one short of the next cell's edge.
        var x = columns > 0 ? columns * width - fromWest : columns < 0 ? fromWest - unchecked(columns + 1) * width + cosine : 0;
        var y = rows > 0 ? rows * height - fromSouth : rows < 0 ? fromSouth - unchecked(rows + 1) * height + 1 : 0;
        return x * x + y * y;
    }
}
