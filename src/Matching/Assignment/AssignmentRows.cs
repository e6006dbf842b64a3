namespace O2O.Dispatch.Matching.Assignment;

/// <summary>
/// The sparse cost lists the solver works on. A row may list only its cheapest columns at first: what a <see cref="Truncated"/> row does not list costs at
/// least as much as the last it lists, and <see cref="Extend"/> lists more.
/// </summary>
internal abstract class AssignmentRows(int rows, int columns)
{
    /// <summary>The greatest price of a row.</summary>
    public const int MostPrice = int.MaxValue;

    private int used;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    /// <summary>Where each row's list starts in <see cref="Column"/> and <see cref="Cost"/>.</summary>
    public int[] Start { get; } = new int[rows];

    /// <summary>How long each row's list is.</summary>
    public int[] Count { get; } = new int[rows];

    /// <summary>Whether a row may have columns it does not list.</summary>
    public bool[] Truncated { get; } = new bool[rows];

    public int[] Column { get; private set; } = [];

    public int[] Cost { get; private set; } = [];

    /// <summary>At least the cost of any pair, listed or not.</summary>
    public long GreatestCost { get; protected init; }

    /// <summary>What leaving each row without a column counts, apart from there being one less, 0 or more; at most <see cref="MostPrice"/>. Null: 0 for all.</summary>
    public int[]? Price { get; protected init; }

    /// <summary>Whether a row must not be left without a column; all such rows can have one at the same time. Null: none must not.</summary>
    public bool[]? Must { get; protected init; }

    /// <summary>Whether lists are cheapest first. Truncated ones must be.</summary>
    public bool IsSorted { get; protected init; } = true;

    /// <summary>Whether the most rows shall have a column, whatever it costs; otherwise a row stays without one when that costs less.</summary>
    public bool MostFirst { get; protected init; } = true;

    /// <summary>Column prices to begin with, 0 or less, or null. They only decide how soon the solution is found.</summary>
    public long[]? ColumnPrices { get; protected init; }

    /// <summary>Lists more of a truncated row: its old list is the beginning of its new one.</summary>
    public abstract void Extend(int row);

    /// <summary>Replaces a row's list by keys of cost (upper half) and column (lower half).</summary>
    protected void SetRow(int row, ReadOnlySpan<ulong> keys, bool truncated)
    {
        // Lists that grew leave their old place unused; with fourfold growth that is a third of the whole at most.
        if (used + keys.Length > Column.Length)
        {
            var size = Math.Max(used + keys.Length, Math.Max(Rows * 16, 2 * Column.Length));
            var column = Column;
            var cost = Cost;
            Array.Resize(ref column, size);
            Array.Resize(ref cost, size);
            Column = column;
            Cost = cost;
        }

        Start[row] = used;
        Count[row] = keys.Length;
        Truncated[row] = truncated;
        foreach (var key in keys)
        {
            Column[used] = (int)(key & uint.MaxValue);
            Cost[used++] = (int)(key >> 32);
        }
    }
}
