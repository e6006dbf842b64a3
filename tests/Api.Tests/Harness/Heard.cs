using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Harness;

/// <summary>What was pushed to somebody, kept in its order: who waits for something is told of what came before as well. Thread-safe.</summary>
internal sealed class Heard<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _all = [];
    private readonly List<(Func<T, bool> Wanted, TaskCompletionSource<T> Waiter)> _waiters = [];

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public void Add(T one)
    {
        lock (_gate)
        {
            _all.Add(one);
            foreach (var (_, waiter) in _waiters.Where(waiting => waiting.Wanted(one)))
            {
                waiter.TrySetResult(one);
            }
        }
    }

    /// <summary>The first that is wanted, when it has come.</summary>
    public Task<T> First(Func<T, bool> wanted)
    {
        var waiter = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_all.FirstOrDefault(wanted) is { } come)
            {
                waiter.SetResult(come);
            }
            else
            {
                _waiters.Add((wanted, waiter));
            }
        }

        return waiter.Task;
    }

    /// <summary>The first that is wanted, within 30 s.</summary>
    public Task<T> Next(Func<T, bool> wanted, string what) => First(wanted).Soon(what);
}

/// <summary>The events of a stream as they came over its hub.</summary>
internal sealed class HeardStream
{
    private int _snapshots;

    public Heard<EventEnvelope> Events { get; } = new();

    /// <summary>How often the stream began anew: once, unless something was missed.</summary>
    public int Snapshots => Volatile.Read(ref _snapshots);

    public ValueTask Hear(StreamNews news)
    {
        if (news.Event is { } happened)
        {
            Events.Add(happened);
        }
        else
        {
            Interlocked.Increment(ref _snapshots);
        }

        return default;
    }

    /// <summary>The first event of a job that is wanted, within 30 s.</summary>
    public Task<EventEnvelope> Job(string job, Func<EventEnvelope, bool> wanted, string what) => Events.Next(one => one.Job?.JobId == Guid.Parse(job) && wanted(one), $"{what} of job {job} over the hub");
}
