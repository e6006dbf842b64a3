using NBomber.Contracts;
using NBomber.Contracts.Stats;

namespace NBomber.Engine;

/// <summary>One threshold of a scenario, and what its checks came to.</summary>
internal sealed class ThresholdWatch
{
    private readonly string _scenario;
    private readonly Threshold _threshold;
    private readonly Func<StepStats, bool>? _step;
    private readonly Func<ScenarioStats, bool>? _whole;
    private readonly string _said;
    private int _errors;
    private bool _failed;
    private bool _aborted;
    private string _threw = "";

    /// <summary>Watches.</summary>
    public ThresholdWatch(string scenario, Threshold threshold)
    {
        (_scenario, _threshold) = (scenario, threshold);
        _step = threshold.CheckStep?.Compile();
        _whole = threshold.CheckScenario?.Compile();
        _said = (threshold.CheckStep?.Body ?? threshold.CheckScenario!.Body).ToString();
    }

    /// <summary>Checks it.</summary>
    /// <param name="stats">Of its scenario.</param>
    /// <param name="atEnd">Whether the run is over: then a check that was to begin later is made, too, and the outcome is the last word.</param>
    /// <returns>Why the run is to end; null when it goes on.</returns>
    public string? Check(ScenarioStats stats, bool atEnd)
    {
        if (!atEnd && _threshold.StartCheckAfter is { } after && stats.Duration < after)
        {
            return null;
        }

        _threw = "";
        _failed = !Holds(stats, atEnd);
        if (!_failed)
        {
            return null;
        }

        _errors++;
        if (atEnd || _threshold.AbortWhenErrorCount is not { } most || _errors < most)
        {
            return null;
        }

        _aborted = true;
        return $"the threshold {_said} of {Subject} failed {_errors} times";
    }

    /// <summary>What it came to.</summary>
    public ThresholdResult Result() => new(_scenario, _threshold.StepName, _said, _errors, _failed || _aborted, _threw);

    private string Subject => _threshold.StepName.Length == 0 ? _scenario : $"{_scenario}/{_threshold.StepName}";

    private bool Holds(ScenarioStats stats, bool atEnd)
    {
        try
        {
            if (_whole is not null)
            {
                return _whole(stats);
            }

            // Until the step has run for the first time there is nothing to check; at the end that is a failure.
            return stats.StepStats.Find(_threshold.StepName) is { } step ? _step!(step) : atEnd ? throw new KeyNotFoundException($"No step '{_threshold.StepName}' ran.") : true;
        }
        catch (Exception fault)
        {
            _threw = fault.Message;
            return false;
        }
    }
}
