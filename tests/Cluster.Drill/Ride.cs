using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Clusters.Drill;

/// <summary>A job, as its people have been told of it.</summary>
/// <param name="id">Which.</param>
public sealed class Ride(Guid id)
{
    private readonly Lock _gate = new();
    private readonly List<(long Version, long At)> _steps = [];
    private JobResource? _last;

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
                _steps.Add((job.Version, at));
            }
        }
    }

    /// <summary>Whether it was under way at an instant, and when it made its next step after it.</summary>
    /// <returns>Null when it was not under way; <see cref="long.MaxValue"/> when it has made none since.</returns>
    public long? NextStep(long after)
    {
        lock (_gate)
        {
            var next = _steps.FindIndex(step => step.At > after);
            return next == 0 || (next < 0 && IsOver) ? null : next < 0 ? long.MaxValue : _steps[next].At;
        }
    }
}
