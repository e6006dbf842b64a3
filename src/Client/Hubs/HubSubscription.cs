using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>
/// Something that a hub tells in numbered messages, kept without gaps: what was told is known by epoch and sequence, and after a gap, another epoch or a reconnect the hub
/// is asked for what was missed. Messages are handled one at a time, in order.
/// </summary>
public abstract partial class HubSubscription : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly DispatchHub _hub;
    private volatile bool _over;

    private protected HubSubscription(DispatchHub hub) => _hub = hub;

    /// <summary>The epoch of what was told last; 0 before the first answer.</summary>
    public long Epoch { get; private set; }

    /// <summary>The sequence of what was told last.</summary>
    public long Sequence { get; private set; }

    /// <summary>What it is to: a stream's name, or map/ and the market.</summary>
    public abstract string Subject { get; }

    /// <summary>Ends it on both sides. Messages that are being handled come to their end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_over)
        {
            return;
        }

        _over = true;
        _hub.Forget(this);
        try
        {
            await LeaveAsync(_hub.Connection);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Not connected: then the server knows nothing of it any more.
            NotLeft(_hub.Log, Subject, e);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Asks the hub for all after a position, and tells it. Gives the new position.</summary>
    private protected abstract Task<(long Epoch, long Sequence)> AskAsync(HubConnection connection, long epoch, long after, CancellationToken cancellationToken);

    /// <summary>Tells the hub that nothing more is wanted.</summary>
    private protected abstract Task LeaveAsync(HubConnection connection);

    /// <summary>The hub will not have it any longer.</summary>
    private protected abstract ValueTask RefusedAsync(HubRefusedException refusal);

    /// <summary>Runs the subscriber's code. What it throws is logged and ends nothing: the next message is the next message.</summary>
    private protected async ValueTask TellAsync(Func<ValueTask> tell)
    {
        if (_over)
        {
            return;
        }

        try
        {
            await tell();
        }
        catch (Exception e)
        {
            SubscriberFailed(_hub.Log, Subject, e);
        }
    }

    /// <summary>The first question. Messages that come before its answer wait for it.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await RenewAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>After a reconnect. False when the connection was lost again meanwhile; the next reconnect then does it.</summary>
    internal async Task<bool> ResumeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            return await TryRenewAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A message of the hub.</summary>
    private protected async Task ReceiveAsync(long epoch, long sequence, Func<ValueTask> tell)
    {
        await _turn.WaitAsync();
        try
        {
            if (_over || (epoch == Epoch && sequence <= Sequence))
            {
                return;
            }

            if (epoch != Epoch || sequence != Sequence + 1)
            {
                await TryRenewAsync();
            }

            if (epoch == Epoch && sequence == Sequence + 1)
            {
                Sequence = sequence;
                await TellAsync(tell);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A message of the moment, no part of the order.</summary>
    private protected async Task ReceiveAsideAsync(Func<ValueTask> tell)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_over)
            {
                await TellAsync(tell);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            (Epoch, Sequence) = await AskAsync(_hub.Connection, Epoch, Sequence, cancellationToken);
        }
        catch (HubException e)
        {
            throw HubRefusedException.From(Subject, e);
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        for (var attempt = 0; !_over; attempt++)
        {
            try
            {
                await RenewAsync(CancellationToken.None);
                return true;
            }
            catch (HubRefusedException e) when (e.IsPassing)
            {
                await Task.Delay(_hub.PauseBefore(attempt), _hub.Clock);
            }
            catch (HubRefusedException e)
            {
                _hub.Forget(this);
                await RefusedAsync(e);
                _over = true;
            }
            catch (Exception e)
            {
                NotRenewed(_hub.Log, Subject, e);
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(1, LogLevel.Error, "A subscriber of {Subject} threw.")]
    private static partial void SubscriberFailed(ILogger log, string subject, Exception error);

    [LoggerMessage(2, LogLevel.Debug, "{Subject} was not renewed; the next reconnect does it.")]
    private static partial void NotRenewed(ILogger log, string subject, Exception error);

    [LoggerMessage(3, LogLevel.Debug, "The hub was not told that {Subject} is over.")]
    private static partial void NotLeft(ILogger log, string subject, Exception error);
}
