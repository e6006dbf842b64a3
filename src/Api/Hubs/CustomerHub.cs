using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>The hub of customers: their own stream and their own jobs.</summary>
[Authorize(Policy = Roles.Customer)]
public sealed class CustomerHub : LiveHub<ICustomerClient>
{
    private readonly StreamDesk _desk;

    /// <summary>Made by the framework for each call.</summary>
    public CustomerHub(IServiceProvider services)
        : base(services) => _desk = services.GetStreamDesk();

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        Begin<CustomerHub>(Audience.Customer, CallerId);
        return Task.CompletedTask;
    }

    /// <summary>Subscribes to <c>customer/{own id}</c> or <c>job/{own job}</c>.</summary>
    /// <exception cref="HubException">input_invalid, forbidden, job_unknown, rate_limited.</exception>
    public Task<SubscribeReply> Subscribe(string stream, long epoch, long after)
    {
        var address = Address(stream);
        if (address.Kind != StreamKind.Job && (address.Kind != StreamKind.Customer || address.Id != CallerId))
        {
            throw new HubException(HubSlugs.Forbidden);
        }

        return _desk.Subscribe(Connection, address, epoch, after, Context.ConnectionAborted);
    }

    /// <summary>Ends a subscription.</summary>
    public void Unsubscribe(string stream) => _desk.Unsubscribe(Connection, Address(stream));
}
