using System.Globalization;
using System.Text.RegularExpressions;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>Reads the text format of Prometheus as its grammar has it (version 0.0.4).</summary>
internal static partial class Prometheus
{
    /// <summary>The metrics that are named.</summary>
    public static IReadOnlySet<string> Names(string text) => text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToHashSet();

    /// <summary>Every line is one of the grammar, every sample belongs to the metric above it, and buckets ascend to the count.</summary>
    public static void Check(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var (name, type) = (string.Empty, string.Empty);
        var seen = new HashSet<string>();
        double last = 0;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                name = line.Split(' ')[2];
                Assert.True(seen.Add(name), $"{name} comes twice.");
                continue;
            }

            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(name, line.Split(' ')[2]);
                type = line.Split(' ')[3];
                Assert.Contains(type, new[] { "counter", "gauge", "histogram" });
                Assert.Equal(type == "counter", name.EndsWith("_total", StringComparison.Ordinal));
                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"Not a sample: {line}");
            var value = double.Parse(sample.Groups["value"].Value.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            var suffix = sample.Groups["name"].Value[name.Length..];
            if (type != "histogram")
            {
                Assert.Equal(string.Empty, suffix);
                continue;
            }

            Assert.Contains(suffix, new[] { "_bucket", "_sum", "_count" });
            if (suffix == "_bucket")
            {
                var first = line.Contains($"le=\"{FirstBound(text, name)}\"", StringComparison.Ordinal);
                Assert.True(first || value >= last, $"Buckets descend: {line}");
                last = value;
            }
            else if (suffix == "_count")
            {
                Assert.Equal(last, value);
            }
        }
    }

    private static string FirstBound(string text, string name) => Regex.Match(text, $@"^{name}_bucket\{{.*?le=""(?<bound>[^""]+)""", RegexOptions.Multiline).Groups["bound"].Value;

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\]|\\.)*"",?)*\})? (?<value>[+-]?(?:[0-9.eE+-]+|Inf|NaN))$")]
    private static partial Regex Sample();
}
