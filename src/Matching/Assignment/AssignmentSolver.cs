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
/// <para><b>The most first.</b> Each row may also stay without a column, at the price M + p, M more than rows x greatest cost and p its own. From an assignment that is not of the
/// most, some augmenting path brings in one row more and leaves none out; it changes the costs by less than M, so it pays. Least total is therefore the
/// most first, then the least of costs and of prices of those left out. Rows that must not be left out have the price 2M + greatest p: bringing one in
/// for another that may be left out changes the rest by less than M + greatest p. M is made from the problem at hand, a power of two so that prices of one round fit the next; with costs and prices below 2^31 and
/// at most 2^26 rows a price stays below 2^60, and no sum of a search passes four times that. The search treats it as one more end: leave the row reached unmatched.</para>
/// <para><b>Begin.</b> Before the searches rows bid for columns as in the row reduction of Jonker and Volgenant, a bounded number of times: a row takes its
/// cheapest column and lowers that column's price until its second choice is as good; who had it before bids again. Only taken columns have a price below 0,
/// which is all the searches ask for. Given prices of an earlier solution are made so by setting those of columns nobody takes to 0.</para>
/// <para><b>Lists that grow.</b> What a truncated row hides costs at least its last listed cost, and column prices are never above 0, so a hidden pair
/// has a reduced cost of at least last - u. When the search comes to that distance, and not before, the row lists more. After each search u is at most
/// last, hence hidden pairs keep non-negative reduced costs and the prices prove optimality for all pairs.</para>
/// </remarks>
public static class AssignmentSolver
{
    private const int MostRows = 1 << 26;

    // Bids for each row before the searches. More of them bring little: the rest is for rows that contend for the same few columns, where searching is faster.
    private const int BidsPerRow = 4;

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
        private readonly long[] unmatchedPrice;
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
            unmatchedPrice = UnmatchedPrices(rows);
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

        /// <summary>Gives many rows a column at once, such that prices stay right.</summary>
        public void Begin()
        {
            if (rows.ColumnPrices is { } given)
            {
                given.CopyTo(columnPrice, 0);
                TakeTight();
            }

            Bid();
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

        private static long[] UnmatchedPrices(AssignmentRows rows)
        {
            var prices = new long[rows.Rows];
            var most = !rows.MostFirst ? 0 : (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)(rows.Rows * rows.GreatestCost) + 1);
            Array.Fill(prices, most);
            var greatest = 0;
            for (var row = 0; rows.Price is not null && row < prices.Length; row++)
            {
                prices[row] += rows.Price[row];
                greatest = Math.Max(greatest, rows.Price[row]);
            }

            for (var row = 0; rows.Must is not null && row < prices.Length; row++)
            {
                prices[row] = rows.Must[row] ? 2 * most + greatest : prices[row];
            }

            return prices;
        }

        /// <summary>A row's cheapest listed column at the prices, and the two lowest of: its listed columns, what it hides at best, staying unmatched.</summary>
        private (int Column, long Least, long Second) Cheapest(int row)
        {
            var start = rows.Start[row];
            var columns = rows.Column.AsSpan(start, rows.Count[row]);
            var costs = rows.Cost.AsSpan(start, columns.Length);
            var second = unmatchedPrice[row];
            if (rows.Truncated[row])
            {
                second = Math.Min(second, costs[^1]);
            }

            var (column, least) = (None, second);
            for (var i = 0; i < columns.Length; i++)
            {
                // Prices only add to costs; in a list that is cheapest first what follows cannot be among the two either.
                if (costs[i] >= second)
                {
                    if (rows.IsSorted)
                    {
                        break;
                    }

                    continue;
                }

                var reduced = costs[i] - columnPrice[columns[i]];
                if (reduced < least)
                {
                    (column, second, least) = (columns[i], least, reduced);
                }
                else if (reduced < second)
                {
                    second = reduced;
                }
            }

            return (column, least, second);
        }

        /// <summary>
        /// From prices of an earlier solution: rows take columns at which they are tight. Then columns nobody took must cost nothing, which may loosen others, until it holds everywhere.
        /// Each column falls free once at most, so it ends.
        /// </summary>
        private void TakeTight()
        {
            for (var row = 0; row < rows.Rows; row++)
            {
                var (column, least, _) = Cheapest(row);
                rowPrice[row] = least;
                if (column != None && rowOfColumn[column] == None)
                {
                    (columnOfRow[row], rowOfColumn[column]) = (column, row);
                }
            }

            for (var changed = true; changed;)
            {
                changed = false;
                for (var column = 0; column < columnPrice.Length; column++)
                {
                    if (rowOfColumn[column] == None)
                    {
                        columnPrice[column] = 0;
                    }
                }

                for (var row = 0; row < rows.Rows; row++)
                {
                    var (column, least, _) = Cheapest(row);
                    if (least >= rowPrice[row])
                    {
                        continue;
                    }

                    rowPrice[row] = least;
                    if (columnOfRow[row] >= 0)
                    {
                        rowOfColumn[columnOfRow[row]] = None;
                        columnOfRow[row] = Outside;
                        changed = true;
                    }

                    if (column != None && rowOfColumn[column] == None)
                    {
                        (columnOfRow[row], rowOfColumn[column]) = (column, row);
                    }
                }
            }
        }

        private void Bid()
        {
            var left = (long)BidsPerRow * rows.Rows;
            for (var start = 0; start < rows.Rows; start++)
            {
                var row = start;
                while (row != None && columnOfRow[row] == Outside)
                {
                    var (column, least, second) = Cheapest(row);
                    rowPrice[row] = least;
                    if (column == None)
                    {
                        break;
                    }

                    var before = rowOfColumn[column];
                    if (before != None && (least == second || left <= 0))
                    {
                        break;
                    }

                    left--;
                    if (before != None)
                    {
                        columnOfRow[before] = Outside;
                        columnPrice[column] -= second - least;
                        rowPrice[row] = second;
                    }

                    (columnOfRow[row], rowOfColumn[column]) = (column, row);
                    row = before;
                }
            }
        }

        private void Reach(int row, long at)
        {
            reachedRows.Add(row);
            rowDistance[row] = at;
            var alone = at + unmatchedPrice[row] - rowPrice[row];
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
