using NBomber.Contracts.Stats;

namespace NBomber.Contracts;

/// <summary>What a scenario knows while it is prepared or cleaned up.</summary>
public interface IScenarioInitContext
{
    /// <summary>The run.</summary>
    TestInfo TestInfo { get; }

    /// <summary>The scenario.</summary>
    ScenarioInfo ScenarioInfo { get; }
}
