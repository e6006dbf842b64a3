namespace O2O.Dispatch.Matching.Assignment;

/// <summary>
/// The stage Assign: matches the most rows, and of all ways to match so many finds one of least cost. Exact, in whole numbers, and the same input gives
/// the same answer.
/// </summary>
/// <remarks>
/// <para><b>Method.</b> Successive shortest augmenting paths with prices (Edmonds and Karp 1972, Tomizawa 1971) on sparse lists. Rows join one by one. A row that
/// joins searches, Dijkstra-wise over reduced costs <c>c - u - v</c>, the cheapest way to shift those before it so that everyone fits; prices u and
/// v then move so that no reduced cost is negative and those of chosen pairs are 0. The search ends at the first free column and touches only what
/// is nearer, so that it stays in the neighbourhood, and always in the connected component, of its row. The dense method of Jonker and
/// Volgenant is not used: its row reduction runs long on costs that come from places, where many are nearly equal.</para>
/// <para><b>The most first.</b> Each row may also stay without a column, at the price M = rows x greatest cost + 1. Any assignment costs less than M
/// altogether, so leaving one row more unmatched is never worth what it saves elsewhere: least total with M is the most first, then the least cost.
/// M is made from the problem at hand; with costs below 2^31 and fewer than 2^28 rows it stays below 2^59, and no sum of a search
/// passes four times that. The search treats it as one more end: leave the row reached unmatched, for M - u.</para>
/// <para><b>Lists that grow.</b> What a truncated row hides costs at least its last listed cost, and column prices are never above 0, so a hidden pair
/// has a reduced cost of at least last - u. When the search comes to that distance, and not before, the row lists more. After each search u is at most
/// last, hence hidden pairs keep non-negative reduced costs and the prices prove optimality for all pairs.</para>
/// </remarks>
public static class AssignmentSolver
{
    private const int MostRows = 1 << 28;

    /// <summary>Solves a problem whose pairs are all listed.</summary>
    public static AssignmentSolution Solve(AssignmentCosts costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        return Solve(new FixedRows(costs));
    }

    internal static AssignmentSolution Solve(AssignmentRows rows)
    {
        if (rows.Rows > MostRows)
        {
            throw new ArgumentException($"{rows.Rows:N0} rows are more than the {MostRows:N0} whose costs are sure to be summed without overflow.", nameof(rows));
        }

        var search = new Search(rows);
        search.Begin();
        for (var row = 0; row < rows.Rows; row++)
        {
            search.Join(row);
        }

        return search.Solution();
    }

    private sealed class Search
    {
        private const int None = -1;

        // A row that has not joined yet; distinct from a row that stays unmatched.
        private const int Outside = -2;

        private readonly AssignmentRows rows;
        private readonly long unmatchedPrice;
        private readonly long[] rowPrice;
        private readonly long[] columnPrice;
        private readonly int[] columnOfRow;
        private readonly int[] rowOfColumn;

        // Of the search that runs: distance and row before it for columns reached, distance for rows reached, and who was reached.
        private readonly long[] distance;
        private readonly int[] rowBefore;
        private readonly long[] rowDistance;
        private readonly List<int> reachedColumns = [];
        private readonly List<int> reachedRows = [];
        private PathQueue queue = new();

        // The nearest end found: a free column, or a row to leave unmatched.
        private long best;
        private int endColumn;
        private int endRow;

        public Search(AssignmentRows rows)
        {
            this.rows = rows;
            unmatchedPrice = rows.Rows * rows.GreatestCost + 1;
            rowPrice = new long[rows.Rows];
            columnPrice = new long[rows.Columns];
            columnOfRow = new int[rows.Rows];
            rowOfColumn = new int[rows.Columns];
            distance = new long[rows.Columns];
            rowBefore = new int[rows.Columns];
            rowDistance = new long[rows.Rows];
            Array.Fill(columnOfRow, Outside);
            Array.Fill(rowOfColumn, None);
            Array.Fill(distance, long.MaxValue);
        }

        /// <summary>Gives each row its cheapest column where that is free: already optimal for the rows that get one.</summary>
        public void Begin()
        {
            for (var row = 0; row < rows.Rows; row++)
            {
                var least = None;
                for (var i = rows.Start[row]; i < rows.Start[row] + rows.Count[row]; i++)
                {
                    if (least == None || rows.Cost[i] < rows.Cost[least])
                    {
                        least = i;
                    }
                }

                if (least == None)
                {
                    rowPrice[row] = unmatchedPrice;
                    columnOfRow[row] = None;
                    continue;
                }

                rowPrice[row] = rows.Cost[least];
                if (rowOfColumn[rows.Column[least]] == None)
                {
                    columnOfRow[row] = rows.Column[least];
                    rowOfColumn[rows.Column[least]] = row;
                }
            }
        }

        public void Join(int start)
        {
            if (columnOfRow[start] != Outside)
            {
                return;
            }

            best = long.MaxValue;
            endColumn = endRow = None;
            Reach(start, 0);
            while (queue.Count > 0)
            {
                var (at, number) = queue.Pop();
                if (at >= best)
                {
                    break;
                }

                if (number < 0)
                {
                    Extend(~number);
                }
                else if (at == distance[number])
                {
                    Reach(rowOfColumn[number], at);
                }
            }

            MovePrices(start);
            Shift(start);
            foreach (var column in reachedColumns)
            {
                distance[column] = long.MaxValue;
            }

            reachedColumns.Clear();
            reachedRows.Clear();
            queue.Clear();
        }

        public AssignmentSolution Solution()
        {
            var matched = 0;
            var total = 0L;
            for (var row = 0; row < rows.Rows; row++)
            {
                if (columnOfRow[row] >= 0)
                {
                    matched++;
                    total += rowPrice[row] + columnPrice[columnOfRow[row]];
                }
            }

            return new AssignmentSolution(columnOfRow, matched, total, unmatchedPrice, rowPrice, columnPrice);
        }

        private void Reach(int row, long at)
        {
            reachedRows.Add(row);
            rowDistance[row] = at;
            var alone = at + unmatchedPrice - rowPrice[row];
            if (alone < best)
            {
                best = alone;
                endRow = row;
                endColumn = None;
            }

            Scan(row, 0);
        }

        private void Extend(int row)
        {
            var known = rows.Count[row];
            rows.Extend(row);
            Scan(row, known);
        }

        private void Scan(int row, int from)
        {
            var start = rows.Start[row];
            var columns = rows.Column.AsSpan(start, rows.Count[row]);
            var costs = rows.Cost.AsSpan(start, rows.Count[row]);
            var offset = rowDistance[row] - rowPrice[row];
            for (var i = from; i < columns.Length; i++)
            {
                var column = columns[i];
                var candidate = offset + costs[i] - columnPrice[column];
                if (candidate >= best || candidate >= distance[column])
                {
                    continue;
                }

                if (distance[column] == long.MaxValue)
                {
                    reachedColumns.Add(column);
                }

                distance[column] = candidate;
                rowBefore[column] = row;
                if (rowOfColumn[column] == None)
                {
                    best = candidate;
                    endColumn = column;
                    endRow = None;
                }
                else
                {
                    queue.Push(candidate, column);
                }
            }

            if (rows.Truncated[row])
            {
                var hidden = offset + costs[^1];
                if (hidden < best)
                {
                    queue.Push(hidden, ~row);
                }
            }
        }

        private void MovePrices(int start)
        {
            foreach (var row in reachedRows)
            {
                var by = best - rowDistance[row];
                rowPrice[row] += by;
                if (row != start)
                {
                    columnPrice[columnOfRow[row]] -= by;
                }
            }
        }

        /// <summary>Each row along the path takes the column it reached first, from the end back to the row that joined.</summary>
        private void Shift(int start)
        {
            var column = endColumn;
            if (endRow != None)
            {
                column = columnOfRow[endRow];
                columnOfRow[endRow] = None;
                if (endRow == start)
                {
                    return;
                }
            }

            while (true)
            {
                var row = rowBefore[column];
                var given = columnOfRow[row];
                columnOfRow[row] = column;
                rowOfColumn[column] = row;
                if (row == start)
                {
                    return;
                }

                column = given;
            }
        }
    }
}
