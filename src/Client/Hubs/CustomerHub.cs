using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>What a customer's app follows: its customer's stream or single jobs, and the vehicle on its way.</summary>
public sealed class CustomerHub : StreamHub
{
    internal CustomerHub(HubConnector connector)
        : base(connector) => Connection.On<VehicleFrame>("Vehicle", frame => VehicleMoved?.Invoke(frame) ?? Task.CompletedTask);

    /// <summary>Where the vehicle of a followed job is, about once a second. The latest counts; what was missed does not come again.</summary>
    public event Func<VehicleFrame, Task>? VehicleMoved;

    /// <summary>Follows everything of the customer. This stream alone carries PINs.</summary>
    public Task<StreamSubscription> FollowCustomerAsync(Guid customerId, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        SubscribeAsync(StreamNames.Customer(customerId), onNews, cancellationToken);

    /// <summary>Follows one of the customer's jobs.</summary>
    public Task<StreamSubscription> FollowJobAsync(Guid jobId, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        SubscribeAsync(StreamNames.Job(jobId), onNews, cancellationToken);
}
