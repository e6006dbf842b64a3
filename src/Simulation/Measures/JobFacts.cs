using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Simulation.Measures;

/// <summary>
/// Measures jobs by what happened to them, as their streams tell it, never by what was planned: when each was requested, its provider came, it started and ended. Thread-safe.
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
            var times = new Times(job.Order.RequestedAt)
            {
                Accepted = job.Assignment?.AcceptedAt,
                Arrived = job.ArrivedAt,
                Started = job.StartedAt,
            };
            if (job is { ArrivedAt: { } arrived, Assignment.AcceptedAt: var accepted })
            {
                _emptyMilliseconds += Milliseconds(accepted, arrived);
            }

            if (job is { Status: JobStatus.Completed, EndedAt: { } ended })
            {
                Done(times, ended);
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
            return JobMeasures.Of(_requested, _completed, _waits, _emptyMilliseconds, _occupiedMilliseconds);
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

    private static bool IsOver(JobState state) => state is JobState.Completed or JobState.CanceledByCustomer or JobState.CanceledByProvider
        or JobState.CanceledByPlatform or JobState.NoShow or JobState.NoProvidersAvailable or JobState.Expired or JobState.Failed;

    private static bool IsSettled(PaymentState payment) => payment is not (PaymentState.Authorizing or PaymentState.Authorized or PaymentState.RequiresAction or PaymentState.Capturing);

    private static long Milliseconds(DateTimeOffset from, DateTimeOffset to) => (to - from).Ticks / TimeSpan.TicksPerMillisecond;

    private void Hear(StreamEvent happened)
    {
        if (happened.Message is not PushMessage.JobChanged { Job: var job, Event: var what } || !happened.Stream.StartsWith("job/", StringComparison.Ordinal))
        {
            return;
        }

        lock (_gate)
        {
            if (what == "requested")
            {
                _requested++;
                _open[job.Job] = new Times(happened.At);
                return;
            }

            if (!_open.TryGetValue(job.Job, out var times))
            {
                return;
            }

            switch (what)
            {
                case "accepted" or "reassigned":
                    times.Accepted = happened.At;
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

                    (times.Accepted, times.Arrived) = (null, null);
                    break;
            }

            if (IsOver(job.State) && IsSettled(job.Payment))
            {
                _open.Remove(job.Job);
            }
        }
    }

    private void Empty(Times times, DateTimeOffset until)
    {
        if (times.Accepted is { } accepted)
        {
            _emptyMilliseconds += Milliseconds(accepted, until);
        }
    }

    private void Done(Times times, DateTimeOffset ended)
    {
        _completed++;
        if ((times.Arrived ?? times.Started) is { } there)
        {
            _waits.Add(checked((int)Milliseconds(times.Requested, there)));
        }

        if (times.Started is { } started)
        {
            _occupiedMilliseconds += Milliseconds(started, ended);
        }
    }

    private sealed class Times(DateTimeOffset requested)
    {
        public DateTimeOffset Requested { get; } = requested;

        public DateTimeOffset? Accepted { get; set; }

        public DateTimeOffset? Arrived { get; set; }

        public DateTimeOffset? Started { get; set; }
    }
}
