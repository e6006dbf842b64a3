using System.Diagnostics;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Clusters.Drill;

/// <summary>A job, as its people have been told of it.</summary>
/// <param name="id">Which.</param>
public sealed class Ride(Guid id)
{
    private readonly Lock _gate = new();
    private readonly List<(long Version, string What, long At)> _steps = [];
    private JobResource? _last;
    private (long From, long Until) _rest;

    /// <summary>Which.</summary>
    public Guid Id => id;

    /// <summary>What the customer tells the provider; null until the customer has been told.</summary>
    public string? Pin { get; private set; }

    /// <summary>The latest that anybody was told.</summary>
    public JobResource Last => _last!;

    /// <summary>Whether nothing more will happen: an end, and the payment settled.</summary>
    public bool IsOver => _last is { Ended: true, Payment: not (PaymentState.Authorizing or PaymentState.Authorized or PaymentState.Capturing) };

    /// <summary>An answer has told of it.</summary>
    /// <param name="job">How it is.</param>
    /// <param name="at">When the answer came.</param>
    public void Told(JobResource job, long at)
    {
        lock (_gate)
        {
            Pin ??= job.Pin;
            if (_last is null || job.Version > _last.Version)
            {
                _last = job;
                _steps.Add((job.Version, $"{job.State}/{job.Payment}", at));
            }
        }
    }

    /// <summary>Nobody tries to take it on until then: it is on the road.</summary>
    /// <returns>How long that is from now on. Once it was there it rests no more.</returns>
    public TimeSpan Rest(TimeSpan road)
    {
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            if (_rest.Until == 0)
            {
                _rest = (now, now + (long)(road.TotalSeconds * Stopwatch.Frequency));
            }

            return _rest.Until > now ? Stopwatch.GetElapsedTime(now, _rest.Until) : TimeSpan.Zero;
        }
    }

    /// <summary>What its next step after an instant was, as its people were told.</summary>
    public string Step(long after)
    {
        lock (_gate)
        {
            var next = _steps.FindIndex(step => step.At > after);
            return next < 1 ? $"{_steps[^1].What} at {_steps[^1].Version}" : $"{_steps[next - 1].What} at {_steps[next - 1].Version} to {_steps[next].What} at {_steps[next].Version}";
        }
    }

    /// <summary>Whether it was under way at an instant, and how long after it the job made its next step, or set out on the road, without the time that it was there.</summary>
    /// <returns>Null when it was not under way, or is on the road since before; <see cref="TimeSpan.MaxValue"/> when it has made none since.</returns>
    public TimeSpan? NextStep(long after)
    {
        lock (_gate)
        {
            var next = _steps.FindIndex(step => step.At > after);
            if (next == 0 || (next < 0 && IsOver))
            {
                return null;
            }

            if (next < 0)
            {
                return Stopwatch.GetTimestamp() >= _rest.Until ? TimeSpan.MaxValue : _rest.From > after ? Stopwatch.GetElapsedTime(after, _rest.From) : null;
            }

            var at = _steps[next].At;
            var rested = Math.Max(0, Math.Min(at, _rest.Until) - Math.Max(after, _rest.From));
            return Stopwatch.GetElapsedTime(after + rested, at);
        }
    }
}
