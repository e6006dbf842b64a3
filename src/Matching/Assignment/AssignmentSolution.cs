namespace O2O.Dispatch.Matching.Assignment;

/// <summary>An optimal assignment and the prices that prove it.</summary>
/// <param name="ColumnOfRow">The column each row has, or -1.</param>
/// <param name="Matched">How many rows have one: the most possible.</param>
/// <param name="TotalCost">What they cost together: the least for so many.</param>
/// <param name="UnmatchedPrices">What leaving each row without a column is counted as; more than any assignment can cost.</param>
/// <param name="RowPrices">A price for each row, at most its unmatched price, and that for a row without a column.</param>
/// <param name="ColumnPrices">A price for each column, 0 or less, and 0 for a column nobody has. No pair costs less than its two prices; chosen pairs cost just that.</param>
public sealed record AssignmentSolution(
    IReadOnlyList<int> ColumnOfRow, int Matched, long TotalCost, IReadOnlyList<long> UnmatchedPrices, IReadOnlyList<long> RowPrices, IReadOnlyList<long> ColumnPrices);
