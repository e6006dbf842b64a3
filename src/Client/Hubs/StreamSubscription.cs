using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>A stream that a hub tells. Disposed, it is told no longer.</summary>
public sealed class StreamSubscription : HubSubscription
{
    private readonly Func<StreamNews, ValueTask> _onNews;

    internal StreamSubscription(DispatchHub hub, string stream, Func<StreamNews, ValueTask> onNews)
        : base(hub) => (Subject, _onNews) = (stream, onNews);

    /// <summary>The stream's name.</summary>
    public override string Subject { get; }

    internal Task ReceiveAsync(EventEnvelope message) => message.Sequence == 0
        ? ReceiveAsideAsync(() => _onNews(new StreamNews(Event: message)))
        : ReceiveAsync(message.Epoch, message.Sequence, () => _onNews(new StreamNews(Event: message)));

    private protected override async Task<(long Epoch, long Sequence)> AskAsync(HubConnection connection, long epoch, long after, CancellationToken cancellationToken)
    {
        var reply = await connection.InvokeAsync<SubscribeReply>("Subscribe", Subject, epoch, after, cancellationToken);
        if (!reply.Recovered)
        {
            await TellAsync(() => _onNews(new StreamNews(Snapshot: reply)));
        }
        else
        {
            foreach (var missed in reply.Events.IsDefault ? [] : reply.Events)
            {
                await TellAsync(() => _onNews(new StreamNews(Event: missed)));
            }
        }

        return (reply.Epoch, reply.Sequence);
    }

    private protected override Task LeaveAsync(HubConnection connection) => connection.InvokeAsync("Unsubscribe", Subject);

    private protected override ValueTask RefusedAsync(HubRefusedException refusal) => TellAsync(() => _onNews(new StreamNews(Refused: refusal.Slug)));
}
