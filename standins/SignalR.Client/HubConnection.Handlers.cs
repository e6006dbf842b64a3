using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Microsoft.AspNetCore.SignalR.Client;

public partial class HubConnection
{
    private readonly Channel<(HubSession Session, HubMessage Message)> _invocations =
        Channel.CreateUnbounded<(HubSession, HubMessage)>(new UnboundedChannelOptions { SingleReader = true });

    private Task? _dispatching;

    /// <summary>Registers a handler for what the server sends under a name. Several may be registered; they run in that order.</summary>
    /// <returns>Disposed, the handler is taken out.</returns>
    public virtual IDisposable On(string methodName, Type[] parameterTypes, Func<object?[], object, Task> handler, object state) =>
        Handlers.Add(methodName, new Handler(parameterTypes, async args =>
        {
            await handler(args, state);
            return null;
        }, HasResult: false));

    /// <summary>Registers the handler that answers when the server asks for a result. One for each name.</summary>
    /// <returns>Disposed, the handler is taken out.</returns>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public virtual IDisposable On(string methodName, Type[] parameterTypes, Func<object?[], object, Task<object?>> handler, object state) =>
        Handlers.Add(methodName, new Handler(parameterTypes, args => handler(args, state), HasResult: true));

    /// <summary>Takes out all handlers of a name.</summary>
    public virtual void Remove(string methodName) => Handlers.Remove(methodName);

    /// <summary>Puts what the server sent in line for the handlers. Called by one session at a time.</summary>
    internal void Enqueue(HubSession session, HubMessage message)
    {
        _invocations.Writer.TryWrite((session, message));
        _dispatching ??= Task.Run(DispatchAsync);
    }

    /// <summary>One line for all sessions, so that what came before a loss is handled before what came after it.</summary>
    private async Task DispatchAsync()
    {
        await foreach (var (session, message) in _invocations.Reader.ReadAllAsync())
        {
            switch (message)
            {
                case InvocationMessage invocation:
                    await HandleAsync(session, invocation);
                    break;
                case InvocationBindingFailureMessage failure when Handlers[failure.Target].IsEmpty:
                    // No handler, so no types: arguments bind to nothing.
                    NoHandler(_log, failure.Target);
                    await RefuseAsync(session, failure.InvocationId, "Client failed to parse argument(s).");
                    break;
                case InvocationBindingFailureMessage failure:
                    ArgumentsFailed(_log, failure.Target, failure.BindingFailure.SourceException);
                    await RefuseAsync(session, failure.InvocationId, "Client failed to parse argument(s).");
                    break;
            }
        }
    }

    private async Task HandleAsync(HubSession session, InvocationMessage invocation)
    {
        var handlers = Handlers[invocation.Target];
        if (handlers.IsEmpty)
        {
            NoHandler(_log, invocation.Target);
        }

        CompletionMessage? answer = null;
        foreach (var handler in handlers)
        {
            try
            {
                var result = await handler.Run(invocation.Arguments);
                if (handler.HasResult && invocation.InvocationId is { } id)
                {
                    answer = CompletionMessage.WithResult(id, result);
                }
            }
            catch (Exception e)
            {
                HandlerFailed(_log, invocation.Target, e);
                if (handler.HasResult && invocation.InvocationId is { } id)
                {
                    answer = CompletionMessage.WithError(id, e.Message);
                }
            }
        }

        if (answer is not null)
        {
            await AnswerAsync(session, answer);
        }
        else if (invocation.InvocationId is not null)
        {
            NoResult(_log, invocation.Target);
            await RefuseAsync(session, invocation.InvocationId, "Client didn't provide a result.");
        }
    }

    private async Task AnswerAsync(HubSession session, CompletionMessage answer)
    {
        try
        {
            await session.SendAsync(answer, CancellationToken.None);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // The server would wait for ever for a result that cannot be written.
            await RefuseAsync(session, answer.InvocationId, $"The client's result cannot be written: {e.Message}");
        }
        catch (Exception e)
        {
            AnswerLost(_log, answer.InvocationId, e);
        }
    }

    private static Task RefuseAsync(HubSession session, string? invocationId, string error) =>
        invocationId is null ? Task.CompletedTask : session.TrySendAsync(CompletionMessage.WithError(invocationId, error));
}
