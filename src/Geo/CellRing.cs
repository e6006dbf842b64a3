namespace O2O.Dispatch.Geo;

/// <summary>The cells of a grid that lie exactly so many columns or rows away from one of them, row by row; those beyond the border are left out. For <c>foreach</c>, without an allocation.</summary>
internal ref struct CellRing
{
    private readonly int columns;
    private readonly int column;
    private readonly int firstRow;
    private readonly int lastRow;
    private readonly int ring;
    private readonly int lastRowOfGrid;
    private int row;
    private int at;

    /// <summary>Begins before the first cell.</summary>
    public CellRing(int columns, int rows, int column, int row, int ring)
    {
        (this.columns, this.column, this.ring) = (columns, column, ring);
        (firstRow, lastRow) = (row - ring, row + ring);
        lastRowOfGrid = Math.Min(rows - 1, lastRow);
        this.row = Math.Max(0, firstRow);
        at = column - ring - Step;
    }

    /// <summary>The number of the cell.</summary>
    public readonly int Current => row * columns + at;

    // The first and last row of a ring are walked whole, the rows between at their two ends.
    private readonly int Step => row == firstRow || row == lastRow ? 1 : 2 * ring;

    /// <summary>Itself.</summary>
    public readonly CellRing GetEnumerator() => this;

    /// <summary>Goes on to the next cell.</summary>
    public bool MoveNext()
    {
        for (; row <= lastRowOfGrid; row++, at = column - ring - Step)
        {
            for (at += Step; at <= column + ring; at += Step)
            {
                if (at >= 0 && at < columns)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
