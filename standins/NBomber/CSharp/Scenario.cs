using NBomber.Contracts;

namespace NBomber.CSharp;

/// <summary>Makes scenarios.</summary>
public static class Scenario
{
    /// <summary>A scenario: without more it warms up for 30 s and keeps one copy running for a minute.</summary>
    /// <param name="name">Names it.</param>
    /// <param name="run">One iteration.</param>
    public static ScenarioProps Create(string name, Func<IScenarioContext, Task<IResponse>> run)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(run);
        return new ScenarioProps(name, run);
    }

    /// <summary>A scenario that only prepares and cleans up.</summary>
    /// <param name="name">Names it.</param>
    public static ScenarioProps Empty(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new ScenarioProps(name, null);
    }

    /// <summary>Before anything runs. What it throws ends the run; what was prepared is cleaned up.</summary>
    public static ScenarioProps WithInit(this ScenarioProps scenario, Func<IScenarioInitContext, Task> initFunc) => scenario with { Init = initFunc };

    /// <summary>After all has run, also after a run that ended early. What it throws is told and the next scenario is cleaned up.</summary>
    public static ScenarioProps WithClean(this ScenarioProps scenario, Func<IScenarioInitContext, Task> cleanFunc) => scenario with { Clean = cleanFunc };

    /// <summary>The first part of its simulations runs for so long without being counted, and then all of them.</summary>
    public static ScenarioProps WithWarmUpDuration(this ScenarioProps scenario, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(duration.Ticks, nameof(duration));
        return scenario with { WarmUp = duration };
    }

    /// <summary>All that runs is counted.</summary>
    public static ScenarioProps WithoutWarmUp(this ScenarioProps scenario) => scenario with { WarmUp = TimeSpan.Zero };

    /// <summary>One after the other. Closed and open models do not mix in one scenario.</summary>
    public static ScenarioProps WithLoadSimulations(this ScenarioProps scenario, params LoadSimulation[] loadSimulations) => scenario with { LoadSimulations = [.. loadSimulations] };

    /// <summary>What must hold.</summary>
    public static ScenarioProps WithThresholds(this ScenarioProps scenario, params Threshold[] thresholds) => scenario with { Thresholds = [.. thresholds] };

    /// <summary>Whether a step that fails ends its iteration, which is the default.</summary>
    public static ScenarioProps WithRestartIterationOnFail(this ScenarioProps scenario, bool shouldRestart) => scenario with { RestartIterationOnFail = shouldRestart };

    /// <summary>The failed iteration that ends the run; 5,000 without.</summary>
    public static ScenarioProps WithMaxFailCount(this ScenarioProps scenario, int maxFailCount) => scenario with { MaxFailCount = maxFailCount };
}
