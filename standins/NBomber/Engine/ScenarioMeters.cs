using NBomber.Contracts.Stats;

namespace NBomber.Engine;

/// <summary>What is measured of a scenario and of its steps. Thread-safe.</summary>
/// <param name="scenario">The scenario's name.</param>
internal sealed class ScenarioMeters(string scenario)
{
    private readonly Lock _gate = new();
    private readonly List<Meter> _steps = [];
    private readonly SortedDictionary<string, Meter> _byName = new(StringComparer.Ordinal);
    private readonly List<TimelinePoint> _timeline = [];

    /// <summary>Whole iterations.</summary>
    public Meter Whole { get; } = new(scenario);

    /// <summary>The meter of a step.</summary>
    public Meter Step(string name)
    {
        lock (_gate)
        {
            if (!_byName.TryGetValue(name, out var meter))
            {
                meter = new Meter(name);
                _byName.Add(name, meter);
                _steps.Add(meter);
            }

            return meter;
        }
    }

    /// <summary>Ends an interval.</summary>
    public void TakeInterval(TimeSpan at, double seconds, int inFlight)
    {
        var point = Whole.TakeInterval(at, seconds, inFlight);
        lock (_gate)
        {
            _timeline.Add(point);
        }
    }

    /// <summary>The intervals so far.</summary>
    public IReadOnlyList<TimelinePoint> Timeline()
    {
        lock (_gate)
        {
            return [.. _timeline];
        }
    }

    /// <summary>What it has come to.</summary>
    public ScenarioStats Stats(TimeSpan duration)
    {
        Meter[] steps;
        lock (_gate)
        {
            steps = [.. _steps];
        }

        var seconds = duration.TotalSeconds;
        var (ok, fail) = Whole.Stats(seconds);
        return new ScenarioStats(scenario, ok, fail, Array.ConvertAll(steps, step => Stats(step, seconds)), duration);
    }

    private static StepStats Stats(Meter step, double seconds)
    {
        var (ok, fail) = step.Stats(seconds);
        return new StepStats(step.Name, ok, fail);
    }
}
