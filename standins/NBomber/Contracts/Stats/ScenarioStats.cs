namespace NBomber.Contracts.Stats;

/// <summary>What was measured of a scenario: whole iterations, and each step.</summary>
/// <param name="ScenarioName">The scenario.</param>
/// <param name="Ok">Iterations that went well.</param>
/// <param name="Fail">Iterations that failed.</param>
/// <param name="StepStats">Its steps, in the order in which they first ran.</param>
/// <param name="Duration">What rates are over.</param>
public sealed record ScenarioStats(string ScenarioName, MeasurementStats Ok, MeasurementStats Fail, StepStats[] StepStats, TimeSpan Duration)
{
    /// <summary>All iterations.</summary>
    public int AllRequestCount => Ok.Request.Count + Fail.Request.Count;

    /// <summary>Those that went well.</summary>
    public int AllOkCount => Ok.Request.Count;

    /// <summary>Those that failed.</summary>
    public int AllFailCount => Fail.Request.Count;
}
