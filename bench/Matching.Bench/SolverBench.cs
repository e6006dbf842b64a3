using System.Diagnostics;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Assignment;

namespace O2O.Dispatch.Matching.Bench;

/// <summary>The solver alone on geographic costs, each request listing its k nearest vehicles, beside SciPy on the same files in the same run.</summary>
internal static class SolverBench
{
    private const int K = 20;

    public static void Run(ITravelTimes times)
    {
        var folder = Directory.CreateTempSubdirectory("matching-bench").FullName;
        try
        {
            foreach (var (n, ratio) in new[] { (1_000, 1), (1_000, 3), (5_000, 1), (5_000, 3) })
            {
                var costs = Nearest(times, n, n * ratio, out var first, out var column, out var cost);
                AssignmentSolution solution = null!;
                var ours = Machine.Best(n > 1_000 ? 5 : 20, () => solution = AssignmentSolver.Solve(costs));
                var file = Path.Combine(folder, "costs.bin");
                Write(file, n * ratio, first, column, cost);
                Console.WriteLine(
                    $"solver: {n:N0} requests, {n * ratio:N0} vehicles, k = {K}: {ours:0.00} ms, {solution.Matched:N0} matched, total {solution.TotalCost:N0} ms; {SciPy(file, ours, solution)}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static AssignmentCosts Nearest(ITravelTimes times, int requests, int vehicles, out int[] first, out int[] column, out int[] cost)
    {
        var random = new Random(7);
        var nodes = Enumerable.Range(0, vehicles).Select(_ => random.Next(times.NodeCount)).ToArray();
        var drives = new int[vehicles];
        first = [.. Enumerable.Range(0, requests + 1).Select(r => r * K)];
        column = new int[requests * K];
        cost = new int[requests * K];
        for (var request = 0; request < requests; request++)
        {
            times.ManyToOne(nodes, random.Next(times.NodeCount), drives);
            var nearest = drives.Select((d, v) => (d, v)).Order().Take(K).OrderBy(p => p.v).ToArray();
            for (var i = 0; i < K; i++)
            {
                (cost[request * K + i], column[request * K + i]) = nearest[i];
            }
        }

        return new AssignmentCosts(vehicles, first, column, cost);
    }

    private static void Write(string file, int columns, int[] first, int[] column, int[] cost)
    {
        using var writer = new BinaryWriter(File.Create(file));
        writer.Write(first.Length - 1);
        writer.Write(columns);
        foreach (var number in first.Concat(column).Concat(cost))
        {
            writer.Write(number);
        }
    }

    private static string SciPy(string file, double ours, AssignmentSolution solution)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "scipy_assignment.py"));
        start.ArgumentList.Add(file);
        try
        {
            using var process = Process.Start(start)!;
            var answer = process.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                return "skipped: SciPy is not there (Debian's python3-scipy)";
            }

            var (theirs, matched, total) = (double.Parse(answer[0]), int.Parse(answer[1]), long.Parse(answer[2]));
            return $"SciPy {answer[3]}: {theirs:0.00} ms, ratio {theirs / ours:0.0}, "
                + ((matched, total) == (solution.Matched, solution.TotalCost) ? "equal cost" : $"NOT EQUAL: {matched} matched, total {total}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "skipped: /usr/bin/python3 is not there";
        }
    }
}
