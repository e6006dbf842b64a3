using System.Collections.Concurrent;
using O2O.Dispatch.Client;
using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.LoadTests.People;

/// <summary>A customer with an app: requests over HTTP, and a hub that tells of the customer's jobs.</summary>
internal sealed class Customer : IAsyncDisposable
{
    private readonly DispatchClient _hubs;
    private readonly PinBoard _pins;
    private readonly ConcurrentDictionary<Guid, JobResource> _jobs = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CustomerHub? _hub;

    /// <summary>Not yet connected.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="http">Requests go over it.</param>
    /// <param name="hubs">Hubs are connected over it; another server's client where a proxy stands between.</param>
    /// <param name="pins">Where PINs are told.</param>
    public Customer(Account account, DispatchClient http, DispatchClient hubs, PinBoard pins) => (Account, Http, _hubs, _pins) = (account, http, hubs, pins);

    /// <summary>Whose.</summary>
    public Account Account { get; }

    /// <summary>Requests.</summary>
    public DispatchClient Http { get; }

    /// <summary>What its stream has told.</summary>
    public StreamAudit Audit { get; } = new();

    /// <summary>Every job its stream has told of, as last told.</summary>
    public IReadOnlyDictionary<Guid, JobResource> Jobs => _jobs;

    /// <summary>The connection is back, and what was missed has been told.</summary>
    public event Action? Resumed;

    /// <summary>Connects and follows the customer's stream.</summary>
    public async Task Connect(CancellationToken stop)
    {
        var hub = _hubs.CustomerHub();
        hub.Resumed += () =>
        {
            Resumed?.Invoke();
            return Task.CompletedTask;
        };
        _hub = hub;
        await hub.StartAsync(stop);
        await hub.FollowCustomerAsync(Account.Id, Hear, stop);
    }

    /// <summary>Closes the connection.</summary>
    public async Task Disconnect()
    {
        if (Interlocked.Exchange(ref _hub, null) is { } hub)
        {
            await hub.DisposeAsync();
        }
    }

    /// <summary>Waits until the stream has told that a job is so.</summary>
    /// <returns>The job as told; null when it was not so in time.</returns>
    public async Task<JobResource?> Until(Guid job, Func<JobResource, bool> so, TimeSpan within, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(within);
        for (; ; )
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (_jobs.TryGetValue(job, out var known) && so(known))
            {
                return known;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Disconnect();

    private ValueTask Hear(StreamNews news)
    {
        Audit.See(news);
        foreach (var job in news.Snapshot?.Jobs ?? [])
        {
            Take(job);
        }

        if (news.Event?.Job is { } changed)
        {
            Take(changed);
        }

        TaskCompletionSource before;
        lock (_gate)
        {
            (before, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        before.SetResult();
        return ValueTask.CompletedTask;
    }

    private void Take(JobResource job)
    {
        _jobs.AddOrUpdate(job.JobId, job, (_, known) => known.Version > job.Version ? known : job);
        if (job.Pin is { } pin)
        {
            _pins.Tell(job.JobId, pin);
        }
    }
}
