using NBomber.Contracts;
using NBomber.Contracts.Stats;

namespace NBomber.Engine;

/// <summary>A copy of a scenario, and the iteration that it is in. What few scenarios ask for is made when it is asked for: there may be tens of thousands of these a second.</summary>
internal sealed class IterationContext(ScenarioRun run, int copy) : IScenarioContext
{
    private Dictionary<string, object>? _data;
    private Dictionary<string, object>? _instanceData;
    private ScenarioInfo? _info;
    private Random? _random;
    private long? _stepFrom;

    /// <inheritdoc/>
    public TestInfo TestInfo => run.Session.TestInfo;

    /// <inheritdoc/>
    public ScenarioInfo ScenarioInfo => _info ??= new ScenarioInfo(run.Props.ScenarioName, copy, run.Plan.Duration, run.Operation);

    /// <inheritdoc/>
    public long InvocationNumber { get; private set; }

    /// <inheritdoc/>
    public Dictionary<string, object> Data => _data ??= [];

    /// <inheritdoc/>
    public Dictionary<string, object> ScenarioInstanceData => _instanceData ??= [];

    /// <inheritdoc/>
    public CancellationToken ScenarioCancellationToken => run.Canceled;

    /// <inheritdoc/>
    public Random Random => _random ??= new Random(copy);

    /// <inheritdoc/>
    public void StopScenario(string scenarioName, string reason) => run.Session.StopScenario(scenarioName, reason);

    /// <inheritdoc/>
    public void StopCurrentTest(string reason) => run.Session.Stop(reason);

    /// <summary>Begins an iteration.</summary>
    /// <param name="planned">When it was to start, where that was planned: the first step is measured from there.</param>
    public void Begin(long? planned)
    {
        InvocationNumber++;
        _data?.Clear();
        _stepFrom = planned;
    }

    /// <summary>Runs and measures a step.</summary>
    public async Task<Response<T>> RunStep<T>(string name, Func<Task<Response<T>>> step)
    {
        var from = _stepFrom ?? run.Time.GetTimestamp();
        _stepFrom = null;
        Response<T> response;
        try
        {
            response = await step().ConfigureAwait(false);
        }
        catch (Exception) when (run.Canceled.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault)
        {
            response = new Response<T>(true, ScenarioRun.Threw, 0, fault.Message, 0);
        }

        run.Meters.Step(name).Add(response, run.Time.GetElapsedTime(from));
        return response.IsError && run.Props.RestartIterationOnFail ? throw new StepFailedException(response) : response;
    }
}
