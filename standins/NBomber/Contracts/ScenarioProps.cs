using NBomber.CSharp;

namespace NBomber.Contracts;

/// <summary>A scenario and how it is to run. Never changes: each of <see cref="Scenario"/>'s methods gives another.</summary>
public sealed record ScenarioProps
{
    internal ScenarioProps(string name, Func<IScenarioContext, Task<IResponse>>? run) => (ScenarioName, Run) = (name, run);

    /// <summary>Names it.</summary>
    public string ScenarioName { get; }

    internal Func<IScenarioContext, Task<IResponse>>? Run { get; }

    internal Func<IScenarioInitContext, Task>? Init { get; init; }

    internal Func<IScenarioInitContext, Task>? Clean { get; init; }

    internal TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(30);

    internal IReadOnlyList<LoadSimulation> LoadSimulations { get; init; } = [Simulation.KeepConstant(1, TimeSpan.FromMinutes(1))];

    internal IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    internal bool RestartIterationOnFail { get; init; } = true;

    internal int MaxFailCount { get; init; } = 5_000;
}
