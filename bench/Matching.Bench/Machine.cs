using System.Diagnostics;
using System.Runtime.InteropServices;

namespace O2O.Dispatch.Matching.Bench;

internal static class Machine
{
    private const int ThreadProcessorTime = 3;

    public static string Describe()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"machine: {model ?? "unknown processor"}, {Environment.ProcessorCount} cores, .NET {Environment.Version}";
    }

    /// <summary>Milliseconds of processor time this thread has used, which other work on the machine does not lengthen; off Linux the time on the wall.</summary>
    public static double Clock()
    {
        if (OperatingSystem.IsLinux() && clock_gettime(ThreadProcessorTime, out var time) == 0)
        {
            return time.Seconds * 1e3 + time.Nanoseconds / 1e6;
        }

        return Stopwatch.GetTimestamp() * 1e3 / Stopwatch.Frequency;
    }

    /// <summary>The least of several runs, in milliseconds, after two to warm up.</summary>
    public static double Best(int runs, Action action)
    {
        action();
        action();
        var best = double.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var start = Clock();
            action();
            best = Math.Min(best, Clock() - start);
        }

        return best;
    }

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
