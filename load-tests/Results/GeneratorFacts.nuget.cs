using NBomber.Contracts.Stats;

namespace O2O.Dispatch.LoadTests.Results;

/// <summary>What the generator tells of itself: NBomber does not.</summary>
internal static class GeneratorFacts
{
    /// <summary>The names of its figures.</summary>
    public static IReadOnlyList<string> Names => [];

    /// <summary>Its figures.</summary>
    public static IEnumerable<(string Name, double Value)> Of(NodeStats stats) => [];

    /// <summary>What a reader of the figures must know; null for nothing.</summary>
    public static string? Warning(NodeStats stats) => null;
}
