using NBomber.Contracts;
using NBomber.Contracts.Stats;

namespace NBomber.Engine;

/// <summary>A scenario that is prepared or cleaned up.</summary>
internal sealed class SetUpContext(TestInfo test, string scenario, TimeSpan duration, ScenarioOperation operation) : IScenarioInitContext
{
    /// <inheritdoc/>
    public TestInfo TestInfo => test;

    /// <inheritdoc/>
    public ScenarioInfo ScenarioInfo { get; } = new(scenario, 0, duration, operation);
}
