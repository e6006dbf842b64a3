using NBomber.Contracts.Stats;

namespace O2O.Dispatch.LoadTests.Results;

/// <summary>What the generator tells of itself: the stand-in does.</summary>
internal static class GeneratorFacts
{
    /// <summary>The names of its figures.</summary>
    public static IReadOnlyList<string> Names => ["generator_late_p99_ms", "generator_fell_behind"];

    /// <summary>Its figures.</summary>
    public static IEnumerable<(string Name, double Value)> Of(NodeStats stats) =>
    [
        ("generator_late_p99_ms", stats.Generator.LateMs.Percent99),
        ("generator_fell_behind", stats.Generator.FellBehind ? 1 : 0),
    ];

    /// <summary>What a reader of the figures must know; null for nothing.</summary>
    public static string? Warning(NodeStats stats) => stats.Generator.FellBehind
        ? "The generator fell behind: this machine could not make the load on time, so part of the latencies is its own."
        : null;
}
