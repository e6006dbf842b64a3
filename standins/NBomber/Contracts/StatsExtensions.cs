using NBomber.Contracts.Stats;

namespace NBomber.Contracts;

/// <summary>Finds statistics by name.</summary>
public static class StatsExtensions
{
    /// <summary>The statistics of a scenario.</summary>
    /// <exception cref="KeyNotFoundException">There is none of the name.</exception>
    public static ScenarioStats Get(this ScenarioStats[] scenarioStats, string name) =>
        scenarioStats.Find(name) ?? throw new KeyNotFoundException($"There is no scenario '{name}'.");

    /// <summary>The statistics of a scenario; null when there is none of the name.</summary>
    public static ScenarioStats? Find(this ScenarioStats[] scenarioStats, string name) => Array.Find(scenarioStats, stats => stats.ScenarioName == name);

    /// <summary>The statistics of a step.</summary>
    /// <exception cref="KeyNotFoundException">No step of the name ran.</exception>
    public static StepStats Get(this StepStats[] stepStats, string name) => stepStats.Find(name) ?? throw new KeyNotFoundException($"No step '{name}' ran.");

    /// <summary>The statistics of a step; null when none of the name ran.</summary>
    public static StepStats? Find(this StepStats[] stepStats, string name) => Array.Find(stepStats, stats => stats.StepName == name);

    /// <summary>How often a status code came; null for never.</summary>
    public static StatusCodeStats? Find(this StatusCodeStats[] statusCodes, string statusCode) => Array.Find(statusCodes, stats => stats.StatusCode == statusCode);

    /// <summary>Whether a status code came.</summary>
    public static bool Exists(this StatusCodeStats[] statusCodes, string statusCode) => statusCodes.Find(statusCode) is not null;
}
