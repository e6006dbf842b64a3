using System.Globalization;

namespace O2O.Dispatch.LoadTests.Results;

/// <summary>Two runs side by side.</summary>
internal static class RunComparison
{
    private static readonly (string Name, Func<RunSummary.Row, double> Value)[] Figures =
        [("ok/s", row => row.PerSecond), ("failed", row => row.Failed), ("p50 ms", row => row.P50Ms), ("p95 ms", row => row.P95Ms), ("p99 ms", row => row.P99Ms)];

    private static readonly (string Name, Func<RunSummary, object?> Value)[] Conditions =
    [
        ("profile", run => run.Profile), ("machine", run => run.Machine), ("server", run => run.Server), ("accounts", run => run.Accounts), ("drivers", run => run.Drivers), ("scale", run => run.Scale),
        ("duration", run => run.AskedSeconds), ("pace", run => run.Pace), ("service class", run => run.ServiceClass), ("seed", run => run.Seed),
    ];

    /// <summary>Prints them.</summary>
    public static void Print(RunSummary one, RunSummary other, TextWriter output)
    {
        foreach (var (letter, run) in new[] { ("A", one), ("B", other) })
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{letter}: {run.Profile}, {run.Begun:yyyy-MM-dd HH:mm:ss} UTC, {run.Seconds:0} s, {run.Accounts} accounts, {run.Drivers} drivers, scale {run.Scale}, {run.Server}; {run.Machine}; {(run.Passed ? "passed" : "FAILED")}"));
        }

        var unlike = Conditions.Where(condition => !Equals(condition.Value(one), condition.Value(other))).Select(condition => condition.Name).ToList();
        if (unlike.Count > 0)
        {
            output.WriteLine($"They are not alike ({string.Join(", ", unlike)}): differences are not the build's alone.");
        }

        output.WriteLine();
        var rows = one.Rows.Select(row => row.Name).Concat(other.Rows.Select(row => row.Name)).Distinct(StringComparer.Ordinal).ToList();
        var width = Math.Max(24, rows.Concat(one.Facts.Keys).Concat(other.Facts.Keys).Max(name => name.Length));
        output.WriteLine($"{"".PadRight(width)}  {"figure",-8}{"A",12}{"B",12}{"B to A",10}");
        foreach (var name in rows)
        {
            var (a, b) = (one.Rows.FirstOrDefault(row => row.Name == name), other.Rows.FirstOrDefault(row => row.Name == name));
            foreach (var (figure, value) in Figures)
            {
                Line(output, width, figure == Figures[0].Name ? name : "", figure, a is null ? null : value(a), b is null ? null : value(b));
            }
        }

        foreach (var fact in one.Facts.Keys.Union(other.Facts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Line(output, width, fact, "", one.Facts.TryGetValue(fact, out var a) ? a : null, other.Facts.TryGetValue(fact, out var b) ? b : null);
        }
    }

    private static void Line(TextWriter output, int width, string name, string figure, double? a, double? b)
    {
        static string Number(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "-";
        var change = a is { } from && b is { } to && from != 0 ? ((to - from) / from).ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture) : "";
        output.WriteLine($"{name.PadRight(width)}  {figure,-8}{Number(a),12}{Number(b),12}{change,10}");
    }
}
