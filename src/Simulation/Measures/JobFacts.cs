using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Simulation.Measures;

/// <summary>
/// Measures jobs by what happened to them, as their streams tell it, never by what was planned: when each was requested, its provider came, it started and ended. All jobs are counted; waits and
/// ways are those of rides. Thread-safe.
/// </summary>
public sealed class JobFacts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Times> _open = [];
    private readonly List<int> _waits = [];
    private long _requested;
    private long _completed;
    private long _emptyMilliseconds;
    private long _occupiedMilliseconds;
    private long _reassignments;
    private long _chained;
    private long _moves;

    // How many jobs each provider has: one it takes on beside another is chained.
    private readonly Dictionary<Guid, int> _has = [];

    /// <summary>Jobs that are not at an end, or whose payment is not settled.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Jobs requested so far.</summary>
    public long Requested
    {
        get
        {
            lock (_gate)
            {
                return _requested;
            }
        }
    }

    /// <summary>Jobs completed so far.</summary>
    public long Completed
    {
        get
        {
            lock (_gate)
            {
                return _completed;
            }
        }
    }

    /// <summary>Starts to listen.</summary>
    public IDisposable Listen(IEventBus bus) => bus.Listen(Hear);

    /// <summary>Takes in a job as it was found in the store, before anything more happens to it.</summary>
    public void Remember(Job job)
    {
        lock (_gate)
        {
            _requested++;
            var times = new Times(job.Order.RequestedAt, isRide: job.Order.Kind is null)
            {
                Departed = job.Assignment?.AcceptedAt,
                Arrived = job.ArrivedAt,
                Started = job.StartedAt,
            };
            if (job is { Order.Kind: null, ArrivedAt: { } arrived, Assignment.AcceptedAt: var accepted })
            {
                _emptyMilliseconds += Milliseconds(accepted, arrived);
            }

            if (job is { Status: JobStatus.Completed, EndedAt: { } ended })
            {
                Done(times, ended);
            }

            _reassignments += job.Reassignments;
            if (!job.Status.IsEnd() && job.Assignment is { } bound)
            {
                Take(times, bound.Provider.Value);
            }

            if (!job.Status.IsEnd() || !IsSettled(Contracts.WireEnums.Of(job.Payment.Status)))
            {
                _open[job.Id.Value] = times;
            }
        }
    }

    /// <summary>The measures so far.</summary>
    public JobMeasures Measure()
    {
        lock (_gate)
        {
            return JobMeasures.Of(_requested, _completed, _waits, _emptyMilliseconds, _occupiedMilliseconds) with
            {
                Reassignments = _reassignments,
                ChainedJobs = _chained,
                AdvisedMoves = _moves,
            };
        }
    }

    /// <summary>The jobs that are not over, in order of id, at most so many.</summary>
    public IReadOnlyList<Guid> OpenJobs(int limit)
    {
        lock (_gate)
        {
            return [.. _open.Keys.Order().Take(limit)];
        }
    }

    private static bool IsSettled(PaymentState payment) => payment is not (PaymentState.Authorizing or PaymentState.Authorized or PaymentState.RequiresAction or PaymentState.Capturing);

    private static long Milliseconds(DateTimeOffset from, DateTimeOffset to) => (to - from).Ticks / TimeSpan.TicksPerMillisecond;

    private void Hear(StreamEvent happened)
    {
        if (happened.Message is PushMessage.MoveAdvised)
        {
            lock (_gate)
            {
                _moves++;
            }
        }

        if (happened.Message is not PushMessage.JobChanged { Job: var job, Event: var what } || !happened.Stream.StartsWith("job/", StringComparison.Ordinal))
        {
            return;
        }

        lock (_gate)
        {
            if (what == "requested")
            {
                _requested++;
                _open[job.Job] = new Times(happened.At, isRide: job.Kind is null);
                return;
            }

            if (!_open.TryGetValue(job.Job, out var times))
            {
                return;
            }

            switch (what)
            {
                case "accepted":
                    Take(times, job.Provider);
                    break;
                case "reassigned":
                    // What the old provider has driven in vain counts too.
                    Empty(times, happened.At);
                    times.Departed = null;
                    _reassignments++;
                    Take(times, job.Provider);
                    break;
                case "departed":
                    times.Departed = happened.At;
                    break;
                case "arrived":
                    times.Arrived = happened.At;
                    Empty(times, happened.At);
                    break;
                case "started":
                    times.Started = happened.At;
                    break;
                case "completed":
                    Done(times, happened.At);
                    break;
                case "redispatched" or "canceled":
                    if (times.Arrived is null)
                    {
                        Empty(times, happened.At);
                    }

                    (times.Departed, times.Arrived) = (null, null);
                    Take(times, null);
                    break;
            }

            if (job.State.IsEnd())
            {
                Take(times, null);
            }

            if (job.State.IsEnd() && IsSettled(job.Payment))
            {
                _open.Remove(job.Job);
            }
        }
    }

    /// <summary>The job is this provider's from now on, or nobody's.</summary>
    private void Take(Times times, Guid? provider)
    {
        if (times.Provider is { } had)
        {
            _has[had]--;
        }

        times.Provider = provider;
        if (provider is { } has)
        {
            var others = _has.GetValueOrDefault(has);
            _chained += others > 0 ? 1 : 0;
            _has[has] = others + 1;
        }
    }

    private void Empty(Times times, DateTimeOffset until)
    {
        if (times is { IsRide: true, Departed: { } departed })
        {
            _emptyMilliseconds += Milliseconds(departed, until);
        }
    }

    private void Done(Times times, DateTimeOffset ended)
    {
        _completed++;
        if (!times.IsRide)
        {
            return;
        }

        if ((times.Arrived ?? times.Started) is { } there)
        {
            _waits.Add(checked((int)Milliseconds(times.Requested, there)));
        }

        if (times.Started is { } started)
        {
            _occupiedMilliseconds += Milliseconds(started, ended);
        }
    }

    private sealed class Times(DateTimeOffset requested, bool isRide)
    {
        public bool IsRide { get; } = isRide;

        public DateTimeOffset Requested { get; } = requested;

        public Guid? Provider { get; set; }

        public DateTimeOffset? Departed { get; set; }

        public DateTimeOffset? Arrived { get; set; }

        public DateTimeOffset? Started { get; set; }
    }
}
