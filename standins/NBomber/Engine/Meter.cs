using NBomber.Contracts;
using NBomber.Contracts.Stats;

namespace NBomber.Engine;

/// <summary>What is measured of one scenario or step. Thread-safe.</summary>
/// <param name="name">Of it.</param>
internal sealed class Meter(string name)
{
    private readonly Lock _gate = new();
    private readonly Measure _ok = new();
    private readonly Measure _fail = new();
    private readonly LatencyHistogram _interval = new();
    private int _okBefore;
    private int _failBefore;

    /// <summary>Of the scenario or step.</summary>
    public string Name => name;

    /// <summary>How many failed.</summary>
    public int Failed
    {
        get
        {
            lock (_gate)
            {
                return _fail.Count;
            }
        }
    }

    /// <summary>Counts one.</summary>
    /// <param name="response">How it ended.</param>
    /// <param name="measured">How long it took; the response may say otherwise.</param>
    public void Add(IResponse response, TimeSpan measured)
    {
        var latency = response.CustomLatencyMs > 0 ? TimeSpan.FromMilliseconds(response.CustomLatencyMs) : measured;
        lock (_gate)
        {
            (response.IsError ? _fail : _ok).Add(response, latency);
            if (!response.IsError)
            {
                _interval.Add(latency.Ticks / TimeSpan.TicksPerMicrosecond);
            }
        }
    }

    /// <summary>What it has come to.</summary>
    /// <param name="seconds">What rates are over.</param>
    public (MeasurementStats Ok, MeasurementStats Fail) Stats(double seconds)
    {
        lock (_gate)
        {
            var all = _ok.Count + _fail.Count;
            return (_ok.Stats(false, all, seconds), _fail.Stats(true, all, seconds));
        }
    }

    /// <summary>What came since the last time this was asked.</summary>
    /// <param name="at">Now, from the beginning.</param>
    /// <param name="seconds">Since the last time.</param>
    /// <param name="inFlight">How many iterations are under way.</param>
    public TimelinePoint TakeInterval(TimeSpan at, double seconds, int inFlight)
    {
        lock (_gate)
        {
            var point = new TimelinePoint(
                at, (_ok.Count - _okBefore) / seconds, (_fail.Count - _failBefore) / seconds,
                _interval.Percentile(50) / 1_000, _interval.Percentile(95) / 1_000, _interval.Percentile(99) / 1_000, inFlight);
            (_okBefore, _failBefore) = (_ok.Count, _fail.Count);
            _interval.Clear();
            return point;
        }
    }
}
