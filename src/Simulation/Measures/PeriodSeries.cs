using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Simulation.Measures;

/// <summary>
/// How a period went, minute by minute, as the streams of jobs tell it: who waited for a ride how long, who was served and lost, what vehicles did, and where requests for rides were lost. Thread-safe.
/// </summary>
/// <param name="from">Start of the period; what happens before it counts to its first minute.</param>
/// <param name="vehicles">How many there are.</param>
public sealed class PeriodSeries(DateTimeOffset from, int vehicles)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Known> _open = [];
    private readonly Dictionary<Guid, int> _has = [];
    private readonly List<MinuteOfPeriod> _minutes = [];
    private readonly List<double> _waits = [];
    private readonly List<WirePoint> _lost = [];
    private int _busy;
    private int _inService;
    private int _atPickUp;

    /// <summary>Every minute so far, counted by when requests were made.</summary>
    public IReadOnlyList<MinuteOfPeriod> Minutes
    {
        get
        {
            lock (_gate)
            {
                return [.. _minutes];
            }
        }
    }

    /// <summary>Every wait of a served job, seconds, ascending.</summary>
    public IReadOnlyList<double> WaitsAscending
    {
        get
        {
            lock (_gate)
            {
                return [.. _waits.Order()];
            }
        }
    }

    /// <summary>The pick-ups of requests that nobody served.</summary>
    public IReadOnlyList<WirePoint> LostAt
    {
        get
        {
            lock (_gate)
            {
                return [.. _lost];
            }
        }
    }

    /// <summary>Starts to listen.</summary>
    public IDisposable Listen(IEventBus bus) => bus.Listen(Hear);

    private void Hear(StreamEvent happened)
    {
        if (happened.Message is not PushMessage.JobChanged { Job: var job, Event: var what } || !happened.Stream.StartsWith("job/", StringComparison.Ordinal))
        {
            return;
        }

        lock (_gate)
        {
            var minute = Sample(happened.At);
            if (what == "requested")
            {
                _open[job.Job] = new Known(happened.At, minute);
                if (job.Kind is null)
                {
                    _minutes[minute] = _minutes[minute] with { Requested = _minutes[minute].Requested + 1 };
                }

                return;
            }

            if (!_open.TryGetValue(job.Job, out var known))
            {
                return;
            }

            Move(known, job);
            if (known.ArrivedAt is null && job.State == JobState.ArrivedAtPickup)
            {
                known.ArrivedAt = happened.At;
            }

            if (job.State.IsEnd())
            {
                if (job.Kind is null)
                {
                    End(known, job);
                }

                _open.Remove(job.Job);
            }
        }
    }

    /// <summary>The minute of an instant. Minutes that begin take down what vehicles do as they begin.</summary>
    private int Sample(DateTimeOffset at)
    {
        var minute = Math.Max(0, (int)((at - from).Ticks / TimeSpan.TicksPerMinute));
        while (_minutes.Count <= minute)
        {
            _minutes.Add(new MinuteOfPeriod(0, 0, 0, 0, 0, vehicles - _busy, Math.Max(0, _busy - _inService - _atPickUp), _atPickUp, _inService));
        }

        return minute;
    }

    /// <summary>Follows whose job it is and what its provider does with it.</summary>
    private void Move(Known known, JobView job)
    {
        var provider = job.State.IsEnd() ? null : job.Provider;
        if (known.Provider != provider)
        {
            if (known.Provider is { } had && --_has[had] == 0)
            {
                _busy--;
            }

            if (provider is { } has)
            {
                _has[has] = _has.GetValueOrDefault(has) + 1;
                _busy += _has[has] == 1 ? 1 : 0;
            }

            known.Provider = provider;
        }

        _inService += (job.State == JobState.InProgress ? 1 : 0) - (known.State == JobState.InProgress ? 1 : 0);
        _atPickUp += (job.State == JobState.ArrivedAtPickup ? 1 : 0) - (known.State == JobState.ArrivedAtPickup ? 1 : 0);
        known.State = job.State;
    }

    private void End(Known known, JobView job)
    {
        var minute = _minutes[known.Minute];
        if (job.State == JobState.Completed && known.ArrivedAt is { } arrived)
        {
            var wait = (arrived - known.RequestedAt).TotalSeconds;
            _waits.Add(wait);
            minute = minute with { Served = minute.Served + 1, WaitSeconds = minute.WaitSeconds + wait, LongestWaitSeconds = Math.Max(minute.LongestWaitSeconds, wait) };
        }
        else if (job.State != JobState.Completed)
        {
            _lost.Add(job.Stops[0]);
            minute = minute with { Lost = minute.Lost + 1 };
        }

        _minutes[known.Minute] = minute;
    }

    private sealed class Known(DateTimeOffset requestedAt, int minute)
    {
        public DateTimeOffset RequestedAt { get; } = requestedAt;

        public int Minute { get; } = minute;

        public Guid? Provider { get; set; }

        public JobState State { get; set; } = JobState.Matching;

        public DateTimeOffset? ArrivedAt { get; set; }
    }
}
