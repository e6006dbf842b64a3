using NBomber.Contracts.Stats;

namespace NBomber.Contracts;

/// <summary>What an iteration knows of itself.</summary>
public interface IScenarioContext
{
    /// <summary>The run.</summary>
    TestInfo TestInfo { get; }

    /// <summary>The copy that runs.</summary>
    ScenarioInfo ScenarioInfo { get; }

    /// <summary>Counts the iterations of this copy, from 1.</summary>
    long InvocationNumber { get; }

    /// <summary>Empty when an iteration begins.</summary>
    Dictionary<string, object> Data { get; }

    /// <summary>The copy's own, over all of its iterations.</summary>
    Dictionary<string, object> ScenarioInstanceData { get; }

    /// <summary>Canceled when the scenario is over and does not wait any longer.</summary>
    CancellationToken ScenarioCancellationToken { get; }

    /// <summary>The copy's own; not for two threads at a time.</summary>
    Random Random { get; }

    /// <summary>Ends a scenario early.</summary>
    /// <param name="scenarioName">Which.</param>
    /// <param name="reason">Why, for the report.</param>
    void StopScenario(string scenarioName, string reason);

    /// <summary>Ends the run early.</summary>
    /// <param name="reason">Why, for the report.</param>
    void StopCurrentTest(string reason);
}
