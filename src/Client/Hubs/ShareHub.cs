using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>What somebody with a share link follows: the job's state and stops, and its vehicle. A link that is void closes the connection with a <c>HubException</c>.</summary>
public sealed class ShareHub : DispatchHub
{
    internal ShareHub(HubConnector connector)
        : base(connector)
    {
        Connection.On<ShareEventEnvelope>("Event", message => Find(message.Stream) is ShareSubscription shared ? shared.ReceiveAsync(message) : Task.CompletedTask);
        Connection.On<ShareVehicleFrame>("Vehicle", frame => VehicleMoved?.Invoke(frame) ?? Task.CompletedTask);
    }

    /// <summary>Where the job's vehicle is, about once a second. The latest counts; what was missed does not come again.</summary>
    public event Func<ShareVehicleFrame, Task>? VehicleMoved;

    /// <summary>Follows the link's job. Returns when the job as it is has been told.</summary>
    /// <exception cref="HubRefusedException">The link is not of this job, or not now.</exception>
    public async Task<ShareSubscription> FollowJobAsync(Guid jobId, Func<ShareNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        await BeginAsync(new ShareSubscription(this, jobId, onNews), cancellationToken);
}
