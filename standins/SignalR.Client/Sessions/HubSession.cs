using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>
/// One WebSocket from its handshake to its end: the calls that wait on it, its pings and its time-out. A connection that comes back has a new session.
/// One send at a time, in the order they were asked for. <see cref="RunAsync"/> is the only reader.
/// </summary>
internal sealed partial class HubSession : IDisposable
{
    /// <summary>The hub protocol without stateful reconnect.</summary>
    private const int ProtocolVersion = 1;

    private readonly WebSocket _socket;
    private readonly IHubProtocol _protocol;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ReceiveBuffer _received = new();
    private readonly object _gate = new();
    private readonly Dictionary<string, PendingCall> _pending = new(StringComparer.Ordinal);
    private long _lastId;
    private long _lastSent;
    private long _lastReceived;
    private Exception? _cause;
    private bool _ended;

    public HubSession(WebSocket socket, string? connectionId, IHubProtocol protocol, TimeProvider clock, ILogger log)
    {
        (_socket, ConnectionId, _protocol, _clock, _log) = (socket, connectionId, protocol, clock, log);
        _lastSent = _lastReceived = clock.GetTimestamp();
    }

    public string? ConnectionId { get; }

    /// <summary>Agrees on the protocol.</summary>
    /// <exception cref="HubException">The server refuses it.</exception>
    /// <exception cref="OperationCanceledException">The time is over or the caller canceled.</exception>
    public async Task HandshakeAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var request = new ArrayBufferWriter<byte>();
            HandshakeProtocol.WriteRequestMessage(new HandshakeRequestMessage(_protocol.Name, ProtocolVersion), request);
            await _socket.SendAsync(request.WrittenMemory, WebSocketMessageType.Text, true, either.Token);
            HandshakeResponseMessage? response;
            while (!TryParseHandshake(out response))
            {
                if (!await ReceiveAsync(either.Token))
                {
                    throw new InvalidOperationException("The server disconnected before the handshake could be completed.");
                }
            }

            if (response.Error is { } error)
            {
                throw new HubException($"Unable to complete handshake with the server due to an error: {error}");
            }
        }
        catch (Exception e) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"The server did not answer the handshake within {timeout.TotalSeconds} s.", e);
        }
    }

    /// <summary>
    /// Receives until the session ends: the server closed it, it broke, the server was silent for too long, or <paramref name="stop"/> was canceled.
    /// Calls that still wait then are left to <see cref="FailPending"/>.
    /// </summary>
    public async Task<SessionEnd> RunAsync(HubConnection connection, TimeSpan closeTimeout, CancellationToken stop)
    {
        SessionEnd end;
        using var cut = _clock.CreateTimer(_ => _socket.Abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var pings = Watch(() => Volatile.Read(ref _lastSent), connection.KeepAliveInterval, Ping);
        using var silence = Watch(() => Volatile.Read(ref _lastReceived), connection.ServerTimeout, () => Abort(new TimeoutException(string.Create(
            CultureInfo.InvariantCulture,
            $"Server timeout ({connection.ServerTimeout.TotalMilliseconds:0.00}ms) elapsed without receiving a message from the server."))));
        await using (stop.Register(() =>
        {
            // The server's half of the close ends the reading below; if it does not come in time, this cut does.
            cut.Change(closeTimeout, Timeout.InfiniteTimeSpan);
            _ = SayCloseAsync();
        }))
        {
            // The server watches over clients that ping, from their first ping on.
            Ping();
            try
            {
                end = await ReceiveAllAsync(connection);
            }
            catch (Exception e)
            {
                end = new SessionEnd(Volatile.Read(ref _cause) ?? e, MayReconnect: true);
            }
        }

        lock (_gate)
        {
            _ended = true;
        }

        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            cut.Change(closeTimeout, Timeout.InfiniteTimeSpan);
            await SayCloseAsync();
        }

        return end;
    }

    /// <summary>Registers a call and gives it its id.</summary>
    public string Add(PendingCall call)
    {
        lock (_gate)
        {
            ThrowIfEnded();
            var id = (++_lastId).ToString(CultureInfo.InvariantCulture);
            _pending.Add(id, call);
            return id;
        }
    }

    /// <summary>Takes a call out; false when it has its end already.</summary>
    public bool Remove(string id, [NotNullWhen(true)] out PendingCall? call)
    {
        lock (_gate)
        {
            return _pending.Remove(id, out call);
        }
    }

    /// <summary>The call with an id, or null.</summary>
    public PendingCall? Find(string id)
    {
        lock (_gate)
        {
            return _pending.GetValueOrDefault(id);
        }
    }

    /// <summary>Ends every call that waits, oldest first: with the error, or as canceled when there is none.</summary>
    public void FailPending(Exception? error)
    {
        PendingCall[] calls;
        lock (_gate)
        {
            _ended = true;
            calls = [.. _pending.OrderBy(call => long.Parse(call.Key, CultureInfo.InvariantCulture)).Select(call => call.Value)];
            _pending.Clear();
        }

        foreach (var call in calls)
        {
            if (error is null)
            {
                call.Cancel(new CancellationToken(canceled: true));
            }
            else
            {
                call.Fail(error);
            }
        }
    }

    /// <summary>
    /// Sends a message. The token ends the caller's wait. A send that has begun goes on all the same, for half a message would break the session.
    /// </summary>
    public Task SendAsync(HubMessage message, CancellationToken cancellationToken)
    {
        var bytes = _protocol.GetMessageBytes(message);
        return WriteAsync(bytes, cancellationToken).WaitAsync(cancellationToken);
    }

    /// <summary>Sends a message that nobody waits for. A failure is logged: it means that the session is at its end.</summary>
    public async Task TrySendAsync(HubMessage message)
    {
        try
        {
            await SendAsync(message, CancellationToken.None);
        }
        catch (Exception e)
        {
            SendFailed(_log, message.GetType().Name, e);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            lock (_gate)
            {
                ThrowIfEnded();
            }

            await _socket.SendAsync(bytes, WebSocketMessageType.Text, true, CancellationToken.None);
            Volatile.Write(ref _lastSent, _clock.GetTimestamp());
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task<SessionEnd> ReceiveAllAsync(HubConnection connection)
    {
        var binder = new SessionBinder(this, connection);
        do
        {
            var unread = _received.Unread;
            for (var before = long.MaxValue; unread.Length < before;)
            {
                // A message of a type that the protocol does not know is read past: bytes are gone and there is no message.
                before = unread.Length;
                if (!_protocol.TryParseMessage(ref unread, binder, out var message))
                {
                    continue;
                }

                if (message is CloseMessage close)
                {
                    var error = close.Error is null ? null : new HubException($"The server closed the connection with the following error: {close.Error}");
                    return new SessionEnd(error, close.AllowReconnect);
                }

                Handle(message, connection);
            }

            _received.Keep(unread.Length);
        }
        while (await ReceiveAsync(CancellationToken.None));

        return _socket.CloseStatus is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.Empty or null
            ? new SessionEnd(Volatile.Read(ref _cause), MayReconnect: true)
            : new SessionEnd(new InvalidOperationException($"Websocket closed with error: {_socket.CloseStatus}."), MayReconnect: true);
    }

    private void Handle(HubMessage message, HubConnection connection)
    {
        switch (message)
        {
            case InvocationMessage or InvocationBindingFailureMessage:
                connection.Enqueue(this, message);
                break;
            case StreamItemMessage item:
                Find(item.InvocationId!)?.Item(item.Item);
                break;
            case CompletionMessage completion:
                if (!Remove(completion.InvocationId!, out var call))
                {
                    UnexpectedCompletion(_log, completion.InvocationId);
                }
                else if (completion.Error is { } error)
                {
                    call.Fail(new HubException(error));
                }
                else
                {
                    call.Complete(completion.Result);
                }

                break;
            case StreamBindingFailureMessage failure:
                // An item that cannot be read leaves a gap, so the stream ends there and the server need not go on.
                if (Remove(failure.Id, out var stream))
                {
                    stream.Fail(failure.BindingFailure.SourceException);
                    _ = TrySendAsync(new CancelInvocationMessage(failure.Id));
                }

                break;
            default:
                // Pings have done their work by coming in; what else a later server may send is not for this client.
                break;
        }
    }

    /// <summary>Receives one whole WebSocket message into the buffer; false when the server closed instead.</summary>
    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var part = await _socket.ReceiveAsync(_received.Room(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }

            _received.Received(part.Count);
            Volatile.Write(ref _lastReceived, _clock.GetTimestamp());
            if (part.EndOfMessage)
            {
                return true;
            }
        }
    }

    private bool TryParseHandshake([NotNullWhen(true)] out HandshakeResponseMessage? response)
    {
        var unread = _received.Unread;
        if (!HandshakeProtocol.TryParseResponseMessage(ref unread, out response))
        {
            return false;
        }

        // Messages may follow in the same frame.
        _received.Keep(unread.Length);
        return true;
    }

    /// <summary>Calls <paramref name="due"/> whenever nothing has happened for an interval. Null when there is no interval.</summary>
    private ITimer? Watch(Func<long> last, TimeSpan interval, Action due)
    {
        if (interval == Timeout.InfiniteTimeSpan)
        {
            return null;
        }

        ITimer? timer = null;
        var gate = new object();
        lock (gate)
        {
            timer = _clock.CreateTimer(
                _ =>
                {
                    var left = interval - _clock.GetElapsedTime(last());
                    if (left <= TimeSpan.Zero)
                    {
                        due();
                        left = interval;
                    }

                    lock (gate)
                    {
                        timer!.Change(left, Timeout.InfiniteTimeSpan);
                    }
                },
                null,
                interval,
                Timeout.InfiniteTimeSpan);
        }

        return timer;
    }

    private void Ping()
    {
        // A send that is under way tells the server as much as a ping would.
        if (_sending.CurrentCount > 0)
        {
            _ = TrySendAsync(PingMessage.Instance);
        }
    }

    private void Abort(Exception cause)
    {
        Interlocked.CompareExchange(ref _cause, cause, null);
        _socket.Abort();
    }

    /// <summary>Sends the client's half of the WebSocket's close, after what is being sent.</summary>
    private async Task SayCloseAsync()
    {
        await _sending.WaitAsync();
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            CloseFailed(_log, e);
            _socket.Abort();
        }
        finally
        {
            _sending.Release();
        }
    }

    private void ThrowIfEnded()
    {
        if (_ended)
        {
            throw new InvalidOperationException("The connection is not active: it was lost or stopped.");
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "A {MessageType} was not sent; the connection is at its end.")]
    private static partial void SendFailed(ILogger log, string messageType, Exception error);

    [LoggerMessage(2, LogLevel.Debug, "A completion came for invocation {InvocationId}, for which nobody waits.")]
    private static partial void UnexpectedCompletion(ILogger log, string? invocationId);

    [LoggerMessage(3, LogLevel.Debug, "The WebSocket was cut; it could not be closed in order.")]
    private static partial void CloseFailed(ILogger log, Exception error);
}
