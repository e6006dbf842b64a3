using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>A hub of somebody who is signed in.</summary>
public abstract class StreamHub : DispatchHub
{
    private protected StreamHub(HubConnector connector)
        : base(connector) => Connection.On<EventEnvelope>(
            "Event", message => Find(message.Stream) is StreamSubscription stream ? stream.ReceiveAsync(message) : Task.CompletedTask);

    /// <summary>Follows a stream. Returns when the first answer has been told.</summary>
    /// <param name="stream">As <see cref="O2O.Dispatch.Contracts.Push.StreamNames"/> names it; one subscription for each.</param>
    /// <param name="onNews">Told one at a time, in order.</param>
    /// <param name="cancellationToken">Ends the wait for the first answer.</param>
    /// <exception cref="HubRefusedException">The caller may not follow it, or not now.</exception>
    /// <exception cref="InvalidOperationException">The stream is followed already, or the connection is not active.</exception>
    public async Task<StreamSubscription> SubscribeAsync(string stream, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        await BeginAsync(new StreamSubscription(this, stream, onNews), cancellationToken);

    /// <summary>Calls the hub.</summary>
    /// <exception cref="HubRefusedException">The hub does not take the call.</exception>
    private protected async Task<T> CallAsync<T>(string method, object?[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await Connection.InvokeCoreAsync<T>(method, arguments, cancellationToken);
        }
        catch (HubException e)
        {
            throw HubRefusedException.From(method, e);
        }
    }
}
