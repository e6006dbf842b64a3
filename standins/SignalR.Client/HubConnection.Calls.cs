using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Microsoft.AspNetCore.SignalR.Client;

public partial class HubConnection
{
    /// <summary>Calls a hub method and waits for its result.</summary>
    /// <param name="methodName">The hub method.</param>
    /// <param name="returnType">The type of the result.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="cancellationToken">Ends the wait. The server is not told and completes the call.</param>
    /// <exception cref="HubException">The method failed, does not exist or does not take these arguments.</exception>
    /// <exception cref="InvalidOperationException">The connection is not active.</exception>
    public virtual async Task<object?> InvokeCoreAsync(string methodName, Type returnType, object?[] args, CancellationToken cancellationToken = default)
    {
        var session = Active(nameof(InvokeCoreAsync), args);
        var pending = new PendingResult(returnType);
        cancellationToken.ThrowIfCancellationRequested();
        var id = session.Add(pending);
        await using var cancel = cancellationToken.Register(() =>
        {
            if (session.Remove(id, out var call))
            {
                call.Cancel(cancellationToken);
            }
        });
        try
        {
            await session.SendAsync(new InvocationMessage(id, methodName, args), cancellationToken);
        }
        catch
        {
            session.Remove(id, out _);
            throw;
        }

        return await pending.Result;
    }

    /// <summary>Calls a hub method and waits until the call is sent; how it ends stays unknown.</summary>
    /// <exception cref="InvalidOperationException">The connection is not active.</exception>
    public virtual Task SendCoreAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Active(nameof(SendCoreAsync), args).SendAsync(new InvocationMessage(methodName, args), cancellationToken);

    /// <summary>Calls a streaming hub method. The reader ends with the stream and throws how it failed.</summary>
    /// <param name="methodName">The hub method.</param>
    /// <param name="returnType">The type of the items.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="cancellationToken">Ends the stream on both sides.</param>
    /// <exception cref="InvalidOperationException">The connection is not active.</exception>
    public virtual async Task<ChannelReader<object?>> StreamAsChannelCoreAsync(
        string methodName, Type returnType, object?[] args, CancellationToken cancellationToken = default)
    {
        var session = Active(nameof(StreamAsChannelCoreAsync), args);
        var pending = new PendingStream(returnType);
        cancellationToken.ThrowIfCancellationRequested();
        var id = session.Add(pending);
        try
        {
            await session.SendAsync(new StreamInvocationMessage(id, methodName, args), cancellationToken);
        }
        catch
        {
            session.Remove(id, out _);
            throw;
        }

        pending.OnEnd(cancellationToken.Register(() =>
        {
            if (session.Remove(id, out var call))
            {
                call.Cancel(cancellationToken);
                _ = session.TrySendAsync(new CancelInvocationMessage(id));
            }
        }));
        return pending.Items;
    }

    /// <summary>Calls a streaming hub method when the enumeration starts. Leaving the enumeration early ends the stream on both sides.</summary>
    /// <typeparam name="TResult">The type of the items.</typeparam>
    /// <exception cref="InvalidOperationException">The connection is not active.</exception>
    public virtual IAsyncEnumerable<TResult> StreamAsyncCore<TResult>(string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        return EnumerateAsync(cancellationToken);

        async IAsyncEnumerable<TResult> EnumerateAsync(CancellationToken ofCall, [EnumeratorCancellation] CancellationToken ofEnumeration = default)
        {
            using var leave = CancellationTokenSource.CreateLinkedTokenSource(ofCall, ofEnumeration);
            try
            {
                var items = new CastingReader<TResult>(await StreamAsChannelCoreAsync(methodName, typeof(TResult), args, leave.Token));
                while (await items.WaitToReadAsync(leave.Token))
                {
                    while (items.TryRead(out var item))
                    {
                        yield return item;
                    }
                }
            }
            finally
            {
                // After the stream's own end this does nothing.
                await leave.CancelAsync();
            }
        }
    }

    private HubSession Active(string method, object?[] args)
    {
        // The real client uploads these as streams; sent as JSON they would be something else.
        if (args.FirstOrDefault(IsStream) is { } stream)
        {
            throw new NotSupportedException($"Streams to the server are not covered; {stream.GetType()} was given as an argument.");
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _session ?? throw new InvalidOperationException($"The '{method}' method cannot be called if the connection is not active.");
        }
    }

    private static bool IsStream(object? argument) => argument is not null && (
        argument.GetType().GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
        || IsChannelReader(argument.GetType()));

    private static bool IsChannelReader(Type? type) => type is not null
        && ((type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ChannelReader<>)) || IsChannelReader(type.BaseType));
}
