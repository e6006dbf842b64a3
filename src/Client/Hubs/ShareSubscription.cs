using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>A shared job that the hub tells. Disposed, it is told no longer.</summary>
public sealed class ShareSubscription : HubSubscription
{
    private readonly Func<ShareNews, ValueTask> _onNews;

    internal ShareSubscription(ShareHub hub, Guid jobId, Func<ShareNews, ValueTask> onNews)
        : base(hub) => (Subject, _onNews) = (StreamNames.Job(jobId), onNews);

    /// <summary>The job's stream.</summary>
    public override string Subject { get; }

    internal Task ReceiveAsync(ShareEventEnvelope message) => ReceiveAsync(message.Epoch, message.Sequence, () => _onNews(new ShareNews(Event: message)));

    private protected override async Task<(long Epoch, long Sequence)> AskAsync(HubConnection connection, long epoch, long after, CancellationToken cancellationToken)
    {
        var reply = await connection.InvokeAsync<ShareSubscribeReply>("Subscribe", Subject, epoch, after, cancellationToken);
        if (!reply.Recovered && !reply.Jobs.IsDefaultOrEmpty)
        {
            await TellAsync(() => _onNews(new ShareNews(Snapshot: reply.Jobs[0])));
        }

        return (reply.Epoch, reply.Sequence);
    }

    private protected override Task LeaveAsync(HubConnection connection) => connection.InvokeAsync("Unsubscribe", Subject);

    private protected override ValueTask RefusedAsync(HubRefusedException refusal) => TellAsync(() => _onNews(new ShareNews(Refused: refusal.Slug)));
}
