namespace O2O.Dispatch.Matching.Bench;

internal static class Machine
{
    public static string Describe()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"machine: {model ?? "unknown processor"}, {Environment.ProcessorCount} cores, .NET {Environment.Version}";
    }

    /// <summary>The least of several runs, in milliseconds, after one to warm up: what the code takes when nothing else disturbs it.</summary>
    public static double Best(int runs, Action action)
    {
        action();
        var best = double.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return best;
    }
}
