namespace NBomber.Contracts.Stats;

/// <summary>What a run came to.</summary>
/// <param name="TestInfo">Which run.</param>
/// <param name="ScenarioStats">Its scenarios, in the order of registration.</param>
/// <param name="Thresholds">What must hold.</param>
/// <param name="ReportFiles">The reports that were written.</param>
/// <param name="Duration">From the first counted start to the end.</param>
/// <param name="Generator">How well the generator kept its time. Not in the real package.</param>
/// <param name="StoppedBecause">Why it ended early; null when it did not. Not in the real package.</param>
public sealed record NodeStats(
    TestInfo TestInfo, ScenarioStats[] ScenarioStats, ThresholdResult[] Thresholds, ReportFile[] ReportFiles, TimeSpan Duration, GeneratorStats Generator, string? StoppedBecause)
{
    /// <summary>All iterations.</summary>
    public int AllRequestCount => ScenarioStats.Sum(stats => stats.AllRequestCount);

    /// <summary>Those that went well.</summary>
    public int AllOkCount => ScenarioStats.Sum(stats => stats.AllOkCount);

    /// <summary>Those that failed.</summary>
    public int AllFailCount => ScenarioStats.Sum(stats => stats.AllFailCount);
}
