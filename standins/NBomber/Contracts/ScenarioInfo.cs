namespace NBomber.Contracts;

/// <summary>Which copy of which scenario runs.</summary>
public sealed class ScenarioInfo
{
    internal ScenarioInfo(string name, int number, TimeSpan duration, ScenarioOperation operation) =>
        (ScenarioName, InstanceNumber, ScenarioDuration, ScenarioOperation) = (name, number, duration, operation);

    /// <summary>The scenario.</summary>
    public string ScenarioName { get; }

    /// <summary>Counts the copies of a scenario, from 0. A copy of a closed model keeps its number over all of its iterations.</summary>
    public int InstanceNumber { get; }

    /// <summary>The number with the scenario's name.</summary>
    public string InstanceId => $"{ScenarioName}_{InstanceNumber}";

    /// <summary>How long all of its simulations take.</summary>
    public TimeSpan ScenarioDuration { get; }

    /// <summary>Whether this counts.</summary>
    public ScenarioOperation ScenarioOperation { get; }
}
