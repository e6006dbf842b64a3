namespace O2O.Dispatch.Matching.Tests;

/// <summary>A dense Hungarian method (Kuhn-Munkres with potentials, O(n^3)), independent of the product's solver.</summary>
internal static class Hungarian
{
    /// <summary>Least cost of giving each row a column; rows are not more than columns.</summary>
    public static long LeastCost(long[,] cost)
    {
        int n = cost.GetLength(0), m = cost.GetLength(1);
        var u = new long[n + 1];
        var v = new long[m + 1];
        var match = new int[m + 1];
        var way = new int[m + 1];
        for (var i = 1; i <= n; i++)
        {
            match[0] = i;
            var j0 = 0;
            var min = Enumerable.Repeat(long.MaxValue, m + 1).ToArray();
            var used = new bool[m + 1];
            do
            {
                used[j0] = true;
                int i0 = match[j0], j1 = 0;
                var delta = long.MaxValue;
                for (var j = 1; j <= m; j++)
                {
                    if (used[j])
                    {
                        continue;
                    }

                    var current = cost[i0 - 1, j - 1] - u[i0] - v[j];
                    if (current < min[j])
                    {
                        min[j] = current;
                        way[j] = j0;
                    }

                    if (min[j] < delta)
                    {
                        delta = min[j];
                        j1 = j;
                    }
                }

                for (var j = 0; j <= m; j++)
                {
                    if (used[j])
                    {
                        u[match[j]] += delta;
                        v[j] -= delta;
                    }
                    else
                    {
                        min[j] -= delta;
                    }
                }

                j0 = j1;
            }
            while (match[j0] != 0);
            do
            {
                match[j0] = match[way[j0]];
                j0 = way[j0];
            }
            while (j0 != 0);
        }

        return Enumerable.Range(1, m).Where(j => match[j] != 0).Sum(j => cost[match[j] - 1, j - 1]);
    }

    /// <summary>The most of a round and its least cost, prices of the unmatched included: unmatched counts a million millions a head, which small rounds never reach.</summary>
    public static (int Served, long Cost) Solve(MatchingProblem problem) => SolvePool(problem, 0);

    /// <summary>The same where requests may be held: a swap costs the penalty, and leaving a held request counts a thousand times as much as any other.</summary>
    public static (int Served, long Cost) SolvePool(MatchingProblem problem, int penalty)
    {
        const long Unserved = 1_000_000_000_000;
        int n = problem.Requests.Length, m = problem.Vehicles.Length;
        if (n == 0)
        {
            return (0, 0);
        }

        var cost = new long[n, m + n];
        for (var r = 0; r < n; r++)
        {
            var request = problem.Requests[r];
            for (var v = 0; v < m + n; v++)
            {
                cost[r, v] = v >= m ? (request.IsHeld ? 1_000 * Unserved : Unserved + Rounds.Price(problem, request))
                    : request.HeldBySlot == problem.Vehicles[v].Slot ? problem.Vehicles[v].FreeInMilliseconds + problem.TravelTimes.Milliseconds(problem.Vehicles[v].Node, request.PickUpNode)
                    : request.IsHeld && !request.MaySwap ? 2_000 * Unserved
                    : Rounds.Cost(problem, request, problem.Vehicles[v]) + (request.IsHeld ? penalty : 0) ?? 2_000 * Unserved;
            }
        }

        var total = LeastCost(cost);
        return (n - (int)(total / Unserved), total % Unserved);
    }
}
