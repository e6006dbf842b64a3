using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>
/// A connection to a hub. Thread-safe: any number of callers may call at a time. Handlers run one after the other, in the order in which the server sent,
/// also over a reconnect; a handler may await calls of its own connection.
/// </summary>
public partial class HubConnection : IAsyncDisposable
{
    /// <summary>30 s.</summary>
    public static readonly TimeSpan DefaultServerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>15 s.</summary>
    public static readonly TimeSpan DefaultHandshakeTimeout = TimeSpan.FromSeconds(15);

    /// <summary>15 s.</summary>
    public static readonly TimeSpan DefaultKeepAliveInterval = TimeSpan.FromSeconds(15);

    private readonly object _gate = new();
    private readonly WebSocketConnector _connector;
    private readonly IHubProtocol _protocol;
    private readonly IRetryPolicy? _policy;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly IAsyncDisposable _services;
    private readonly TimeSpan _closeTimeout;
    private HubConnectionState _state;
    private Life? _life;
    private HubSession? _session;
    private Task _events = Task.CompletedTask;
    private bool _disposed;

    internal HubConnection(
        WebSocketConnector connector, IHubProtocol protocol, IRetryPolicy? policy, TimeProvider clock, ILoggerFactory logs, IAsyncDisposable services, TimeSpan closeTimeout)
    {
        (_connector, _protocol, _policy, _clock, _services, _closeTimeout) = (connector, protocol, policy, clock, services, closeTimeout);
        _log = logs.CreateLogger<HubConnection>();
    }

    /// <summary>The connection is over and does not come back by itself. The error is null after an orderly end.</summary>
    public event Func<Exception?, Task>? Closed;

    /// <summary>The connection was lost and the first attempt to come back is about to start. The error is null when the server ended it in order.</summary>
    public event Func<Exception?, Task>? Reconnecting;

    /// <summary>The connection is back, under a new id; null when negotiation was skipped.</summary>
    public event Func<string?, Task>? Reconnected;

    /// <summary>How long the server may be silent before the connection counts as lost. Default: 30 s. Read when a connection is made.</summary>
    public TimeSpan ServerTimeout { get; set => field = Checked(value); } = DefaultServerTimeout;

    /// <summary>How long the client may be silent before it sends a ping. Default: 15 s; the server's time-out should be twice that. Read when a connection is made.</summary>
    public TimeSpan KeepAliveInterval { get; set => field = Checked(value); } = DefaultKeepAliveInterval;

    /// <summary>How long the server may take for the handshake. Default: 15 s.</summary>
    public TimeSpan HandshakeTimeout { get; set => field = Checked(value); } = DefaultHandshakeTimeout;

    /// <summary>The id that the server gave this connection; another after each reconnect. Null while not connected and when negotiation was skipped.</summary>
    public string? ConnectionId
    {
        get
        {
            lock (_gate)
            {
                return _session?.ConnectionId;
            }
        }
    }

    /// <summary>Where the connection stands.</summary>
    public HubConnectionState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    internal HandlerTable Handlers { get; } = new();

    /// <summary>Connects. A first start that fails is not repeated; that is the caller's to decide.</summary>
    /// <exception cref="InvalidOperationException">The connection is not <see cref="HubConnectionState.Disconnected"/>.</exception>
    public virtual async Task StartAsync(CancellationToken cancellationToken = default)
    {
        Life life;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_state != HubConnectionState.Disconnected)
            {
                throw new InvalidOperationException($"The HubConnection cannot be started if it is not in the {HubConnectionState.Disconnected} state.");
            }

            _state = HubConnectionState.Connecting;
            _life = life = new Life();
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.Stop.Token);
            var session = await OpenAsync(either.Token);
            if (!Connected(life, session))
            {
                throw new OperationCanceledException("The connection was stopped while it was being started.");
            }

            _ = Task.Run(() => LiveAsync(life, session), CancellationToken.None);
        }
        catch
        {
            Forget(life);
            life.Over.TrySetResult();
            throw;
        }
    }

    /// <summary>Closes the connection, or ends the attempts to make one. Does nothing when disconnected. Handlers that run go on.</summary>
    public virtual async Task StopAsync(CancellationToken cancellationToken = default)
    {
        Life? life;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            life = _life;
        }

        await StopAsync(life, cancellationToken);
    }

    /// <summary>Stops the connection for good.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        Life? life;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            life = _life;
        }

        await StopAsync(life, CancellationToken.None);
        await _services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static async Task StopAsync(Life? life, CancellationToken cancellationToken)
    {
        if (life is not null)
        {
            await life.Stop.CancelAsync();
            await life.Over.Task.WaitAsync(cancellationToken);
        }
    }

    private static TimeSpan Checked(TimeSpan value) => value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A positive time or Timeout.InfiniteTimeSpan.");

    /// <summary>One whole way from the server's address to a session that is ready.</summary>
    private async Task<HubSession> OpenAsync(CancellationToken cancellationToken)
    {
        var (socket, id) = await _connector.ConnectAsync(cancellationToken);
        var session = new HubSession(socket, id, _protocol, _clock, _log);
        try
        {
            await session.HandshakeAsync(HandshakeTimeout, cancellationToken);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Takes a session into use; false, and the session is thrown away, when a stop came first.</summary>
    private bool Connected(Life life, HubSession session)
    {
        lock (_gate)
        {
            if (!life.Stop.IsCancellationRequested)
            {
                _session = session;
                _state = HubConnectionState.Connected;
                return true;
            }
        }

        session.Dispose();
        return false;
    }

    /// <summary>From the first session to the last.</summary>
    private async Task LiveAsync(Life life, HubSession first)
    {
        var session = first;
        while (session is not null)
        {
            SessionEnd end;
            using (session)
            {
                end = await session.RunAsync(this, _closeTimeout, life.Stop.Token);
            }

            var stopped = life.Stop.IsCancellationRequested;
            var wait = stopped || !end.MayReconnect ? null : NextWait(0, TimeSpan.Zero, end.Error);
            if (wait is null)
            {
                Forget(life);
            }
            else
            {
                lock (_gate)
                {
                    _session = null;
                    _state = HubConnectionState.Reconnecting;
                }
            }

            session.FailPending(stopped ? null : end.Error);
            if (wait is null)
            {
                Close(life, stopped ? null : end.Error);
                return;
            }

            Lost(_log, end.Error);
            Raise(nameof(Reconnecting), Reconnecting, end.Error);
            session = await ReconnectAsync(life, wait.Value, end.Error);
        }
    }

    /// <summary>The next session, or null when a stop or the policy ended the attempts and the connection is closed.</summary>
    private async Task<HubSession?> ReconnectAsync(Life life, TimeSpan firstWait, Exception? lossReason)
    {
        var lost = _clock.GetTimestamp();
        var attempts = 0L;
        for (TimeSpan? wait = firstWait; wait is { } pause;)
        {
            try
            {
                await Task.Delay(pause, _clock, life.Stop.Token);
                var session = await OpenAsync(life.Stop.Token);
                if (Connected(life, session))
                {
                    Raise(nameof(Reconnected), Reconnected, session.ConnectionId);
                    return session;
                }
            }
            catch (Exception e) when (!life.Stop.IsCancellationRequested)
            {
                attempts++;
                AttemptFailed(_log, attempts, e);
                wait = NextWait(attempts, _clock.GetElapsedTime(lost), e);
                continue;
            }
            catch (Exception)
            {
                // Whatever broke, broke because of the stop.
            }

            Close(life, new OperationCanceledException("The connection was stopped while it was reconnecting.", lossReason));
            return null;
        }

        Close(life, new OperationCanceledException(
            $"Reconnect retries have been exhausted after {attempts} failed attempts and {_clock.GetElapsedTime(lost)} elapsed. Disconnecting.", lossReason));
        return null;
    }

    private TimeSpan? NextWait(long attempts, TimeSpan elapsed, Exception? reason)
    {
        try
        {
            return _policy?.NextRetryDelay(new RetryContext { PreviousRetryCount = attempts, ElapsedTime = elapsed, RetryReason = reason });
        }
        catch (Exception e)
        {
            PolicyFailed(_log, e);
            return null;
        }
    }

    private void Close(Life life, Exception? error)
    {
        Forget(life);

        // The event is on its way before anyone who awaits the stop goes on.
        Raise(nameof(Closed), Closed, error);
        life.Over.TrySetResult();
    }

    /// <summary>Disconnected, unless a new start has come already.</summary>
    private void Forget(Life life)
    {
        lock (_gate)
        {
            if (_life == life)
            {
                _life = null;
                _session = null;
                _state = HubConnectionState.Disconnected;
            }
        }
    }

    /// <summary>Starts an event's handlers after those of earlier events were started. Nobody awaits them: a handler may take as long as it likes.</summary>
    private void Raise<T>(string name, Func<T, Task>? handlers, T argument)
    {
        if (handlers is null)
        {
            return;
        }

        lock (_gate)
        {
            _events = _events.ContinueWith(
                _ =>
                {
                    foreach (var handler in Delegate.EnumerateInvocationList(handlers))
                    {
                        _ = RunAsync(handler);
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
        }

        async Task RunAsync(Func<T, Task> handler)
        {
            try
            {
                await handler(argument);
            }
            catch (Exception e)
            {
                EventFailed(_log, name, e);
            }
        }
    }

    /// <summary>From a start to the end of what it began.</summary>
    private sealed class Life
    {
        public CancellationTokenSource Stop { get; } = new();

        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
