using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>
/// A connection to a hub of the API that keeps its streams without gaps. It reconnects by itself for as long as it takes, and subscribes again from where it was.
/// The first start is not repeated. Thread-safe. What subscribers do runs one after the other; a subscriber may call the hub, but must not wait for other news of it.
/// </summary>
public abstract partial class DispatchHub : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly SortedDictionary<string, HubSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly HubConnector _connector;

    private protected DispatchHub(HubConnector connector)
    {
        _connector = connector;
        Connection = connector.Build();
        Connection.Reconnecting += error => Lost?.Invoke(error) ?? Task.CompletedTask;
        Connection.Closed += error => Closed?.Invoke(error) ?? Task.CompletedTask;
        Connection.Reconnected += async _ =>
        {
            if (await ResumeAsync())
            {
                await (Resumed?.Invoke() ?? Task.CompletedTask);
            }
        };
    }

    /// <summary>The connection was lost; attempts to come back begin. The error is null when the server ended it in order.</summary>
    public event Func<Exception?, Task>? Lost;

    /// <summary>The connection is back and every subscription has been told what it missed.</summary>
    public event Func<Task>? Resumed;

    /// <summary>The connection is over: it was stopped, or the server said not to come back. It may be started again.</summary>
    public event Func<Exception?, Task>? Closed;

    /// <summary>Where the connection stands.</summary>
    public HubConnectionState State => Connection.State;

    internal HubConnection Connection { get; }

    internal ILogger Log => _connector.Log;

    internal TimeProvider Clock => _connector.Settings.Clock;

    /// <summary>Connects, once. Started again after a stop, it takes the subscriptions up where they were.</summary>
    /// <exception cref="HubConnectionRefusedException">The server is there and does not let the caller in, or not now.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await Connection.StartAsync(cancellationToken);
        await ResumeAsync();
    }

    /// <summary>Closes the connection; subscriptions stay, for another start.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => Connection.StopAsync(cancellationToken);

    /// <summary>Closes the connection for good.</summary>
    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal void Forget(HubSubscription subscription)
    {
        lock (_gate)
        {
            if (_subscriptions.GetValueOrDefault(subscription.Subject) == subscription)
            {
                _subscriptions.Remove(subscription.Subject);
            }
        }
    }

    internal TimeSpan PauseBefore(int attempt)
    {
        var grown = _connector.Settings.FirstDelay * Math.Pow(2, Math.Min(attempt, 20));
        return grown < _connector.Settings.LongestDelay ? grown : _connector.Settings.LongestDelay;
    }

    private protected string NewKey() => _connector.NewKey();

    private protected HubSubscription? Find(string subject)
    {
        lock (_gate)
        {
            return _subscriptions.GetValueOrDefault(subject);
        }
    }

    private protected async Task<T> BeginAsync<T>(T subscription, CancellationToken cancellationToken)
        where T : HubSubscription
    {
        lock (_gate)
        {
            if (!_subscriptions.TryAdd(subscription.Subject, subscription))
            {
                throw new InvalidOperationException($"{subscription.Subject} is followed already.");
            }
        }

        try
        {
            await subscription.BeginAsync(cancellationToken);
            return subscription;
        }
        catch
        {
            Forget(subscription);
            throw;
        }
    }

    private async Task<bool> ResumeAsync()
    {
        HubSubscription[] all;
        lock (_gate)
        {
            all = [.. _subscriptions.Values];
        }

        foreach (var subscription in all)
        {
            if (!await subscription.ResumeAsync())
            {
                return false;
            }
        }

        return true;
    }
}
