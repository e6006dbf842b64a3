using System.Globalization;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Matching.Assignment;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Matching.Tests;

public class AssignmentSolverTests
{
    [SharedDataTheory]
    [InlineData("assign100")]
    [InlineData("assign600")]
    public void Solve_OrLibrary_ReachesTheKnownOptimum(string name)
    {
        var optimum = File.ReadLines(SharedData.File("orlib/optima.csv")).Select(l => l.Split(',')).Single(f => f[0] == name)[2];
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.File($"orlib/{name}.txt.gz")), CompressionMode.Decompress));
        var numbers = reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        var n = numbers[0];
        var costs = Dense(n, n, numbers[1..]);
        var solution = AssignmentSolver.Solve(costs);
        Assert.Equal(n, solution.Matched);
        Assert.Equal(long.Parse(optimum, CultureInfo.InvariantCulture), solution.TotalCost);
        AssertProven(costs, solution);
    }

    [Fact]
    public void Solve_RandomDense_EqualsHungarian() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var rows = random.Next(1, 30);
        var columns = rows + random.Next(20);
        var greatest = random.Next(3) switch { 0 => 3, 1 => 100, _ => int.MaxValue };
        var numbers = Enumerable.Range(0, rows * columns).Select(_ => random.Next(greatest)).ToArray();
        var costs = Dense(rows, columns, numbers);
        var solution = AssignmentSolver.Solve(costs);
        AssertProven(costs, solution);
        var square = new long[rows, columns];
        Buffer.BlockCopy(Array.ConvertAll(numbers, x => (long)x), 0, square, 0, numbers.Length * sizeof(long));
        return (solution.TotalCost == Hungarian.LeastCost(square) && solution.Matched == rows).Label($"seed {seed}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Solve_RandomSparse_IsProvenByItsPrices() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        int rows = random.Next(0, 40), columns = random.Next(0, 40);
        var first = new int[rows + 1];
        var column = new List<int>();
        for (var row = 0; row < rows; row++)
        {
            column.AddRange(Enumerable.Range(0, columns).Where(_ => random.Next(8) == 0));
            first[row + 1] = column.Count;
        }

        var costs = new AssignmentCosts(columns, first, [.. column], [.. column.Select(_ => random.Next(50))], [.. Enumerable.Range(0, rows).Select(_ => random.Next(90))]);
        AssertProven(costs, AssignmentSolver.Solve(costs));
        return true.Label($"seed {seed}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Costs_ArraysThatDoNotGoTogether_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new AssignmentCosts(1, [], [], []));
        Assert.Throws<ArgumentException>(() => new AssignmentCosts(1, [0, 2], [0], [1]));
        Assert.Throws<ArgumentException>(() => new AssignmentCosts(1, [0, 1], [1], [1]));
        Assert.Throws<ArgumentException>(() => new AssignmentCosts(1, [0, 1], [0], [-1]));
        Assert.Throws<ArgumentException>(() => new AssignmentCosts(1, [0, 1, 0, 1], [0], [1]));
    }

    private static AssignmentCosts Dense(int rows, int columns, int[] numbers) => new(
        columns,
        [.. Enumerable.Range(0, rows + 1).Select(r => r * columns)],
        [.. Enumerable.Range(0, rows * columns).Select(i => i % columns)],
        numbers);

    /// <summary>Feasible, and complementary slackness holds: then it is optimal, whoever found it.</summary>
    private static void AssertProven(AssignmentCosts costs, AssignmentSolution solution)
    {
        var total = 0L;
        var taken = new bool[costs.Columns];
        Int128 greatest = costs.Cost.Length == 0 ? 0 : costs.Cost.Max();
        for (var row = 0; row < costs.Rows; row++)
        {
            var chosen = solution.ColumnOfRow[row];
            Assert.True(solution.UnmatchedPrices[row] - (costs.UnmatchedPrice?[row] ?? 0) > greatest * costs.Rows);
            Assert.True(solution.RowPrices[row] <= solution.UnmatchedPrices[row]);
            var found = chosen < 0;
            for (var i = costs.First[row]; i < costs.First[row + 1]; i++)
            {
                var reduced = costs.Cost[i] - solution.RowPrices[row] - solution.ColumnPrices[costs.Column[i]];
                Assert.True(reduced >= 0);
                if (costs.Column[i] == chosen && reduced == 0)
                {
                    found = true;
                }
            }

            Assert.True(found, $"row {row} has a column it may not have, or not at its prices");
            if (chosen < 0)
            {
                Assert.Equal(solution.UnmatchedPrices[row], solution.RowPrices[row]);
            }
            else
            {
                Assert.False(taken[chosen]);
                taken[chosen] = true;
                total += solution.RowPrices[row] + solution.ColumnPrices[chosen];
            }
        }

        for (var column = 0; column < costs.Columns; column++)
        {
            Assert.True(solution.ColumnPrices[column] <= 0);
            Assert.True(taken[column] || solution.ColumnPrices[column] == 0);
        }

        Assert.Equal(total, solution.TotalCost);
    }
}
