using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>What somebody with a share link follows: the job's state and stops, and its vehicle.</summary>
public sealed class ShareHub : DispatchHub
{
    internal ShareHub(HubConnector connector)
        : base(connector) => Connection.On<VehicleFrame>("Vehicle", frame => VehicleMoved?.Invoke(frame) ?? Task.CompletedTask);

    /// <summary>Where the job's vehicle is, about once a second. The latest counts; what was missed does not come again.</summary>
    public event Func<VehicleFrame, Task>? VehicleMoved;

    /// <summary>Follows the link's job.</summary>
    public Task<StreamSubscription> FollowJobAsync(Guid jobId, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        SubscribeAsync(StreamNames.Job(jobId), onNews, cancellationToken);
}
