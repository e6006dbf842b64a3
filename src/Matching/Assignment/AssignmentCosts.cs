namespace O2O.Dispatch.Matching.Assignment;

/// <summary>
/// A sparse assignment problem in compressed rows: row r may take the columns <c>Column[First[r]] .. Column[First[r + 1] - 1]</c> at the costs beside them.
/// What is not listed is not possible. Costs are whole numbers, 0 or more.
/// </summary>
public sealed class AssignmentCosts
{
    /// <summary>Takes the arrays, which must not change afterwards.</summary>
    /// <param name="columns">How many columns there are.</param>
    /// <param name="first">Start of each row's list, ascending from 0, and the length of the lists at the end.</param>
    /// <param name="column">Columns.</param>
    /// <param name="cost">Costs, as many.</param>
    /// <param name="unmatchedPrice">What leaving each row without a column counts, 0 or more; it decides who is left, never how many. Null: 0 for all.</param>
    /// <exception cref="ArgumentException">The arrays do not go together, a column is out of range or a cost negative.</exception>
    public AssignmentCosts(int columns, int[] first, int[] column, int[] cost, int[]? unmatchedPrice = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(cost);
        if (columns < 0 || first.Length == 0 || first[0] != 0 || first[^1] != column.Length || column.Length != cost.Length)
        {
            throw new ArgumentException("The arrays of an assignment problem do not go together.", nameof(first));
        }

        for (var row = 1; row < first.Length; row++)
        {
            if (first[row] < first[row - 1])
            {
                throw new ArgumentException($"The list of row {row - 1} ends before it starts.", nameof(first));
            }
        }

        for (var i = 0; i < column.Length; i++)
        {
            if (column[i] < 0 || column[i] >= columns || cost[i] < 0)
            {
                throw new ArgumentException($"Entry {i} has column {column[i]} of {columns} and cost {cost[i]}; costs are not negative.", nameof(column));
            }
        }

        if (unmatchedPrice is not null && (unmatchedPrice.Length != first.Length - 1 || unmatchedPrice.Any(p => p < 0)))
        {
            throw new ArgumentException("There must be a price for each row, 0 or more.", nameof(unmatchedPrice));
        }

        UnmatchedPrice = unmatchedPrice;
        Columns = columns;
        First = first;
        Column = column;
        Cost = cost;
    }

    /// <summary>How many rows there are.</summary>
    public int Rows => First.Length - 1;

    /// <summary>How many columns there are.</summary>
    public int Columns { get; }

    internal int[] First { get; }

    internal int[] Column { get; }

    internal int[] Cost { get; }

    internal int[]? UnmatchedPrice { get; }
}
