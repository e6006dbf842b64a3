using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>The hub of share links: one job, for whoever has the link, until it is over.</summary>
public sealed class ShareHub : LiveHub<IShareClient>
{
    private readonly StreamDesk _desk;
    private readonly ShareTokens _tokens;
    private readonly TimeProvider _time;

    /// <summary>Made by the framework for each call.</summary>
    public ShareHub(IServiceProvider services)
        : base(services) =>
        (_desk, _tokens, _time) = (services.GetStreamDesk(), services.GetRequiredService<ShareTokens>(), services.GetRequiredService<TimeProvider>());

    /// <summary>Lets in whoever has a link that stands.</summary>
    /// <exception cref="HubException">unauthenticated.</exception>
    public override Task OnConnectedAsync()
    {
        var token = Context.GetHttpContext()?.Request.Query["token"].ToString();
        if (_tokens.Verify(token, _time.GetUtcNow()) is not { } link)
        {
            throw new HubException(HubSlugs.Unauthenticated);
        }

        Begin<ShareHub>(Audience.Share, link.Job, link.Expires);
        return Task.CompletedTask;
    }

    /// <summary>Subscribes to <c>job/{the job}</c>.</summary>
    /// <exception cref="HubException">input_invalid, job_unknown, rate_limited.</exception>
    public Task<ShareSubscribeReply> Subscribe(string stream, long epoch, long after)
    {
        var address = Address(stream);
        return address.Kind == StreamKind.Job && address.Id == Connection.User
            ? _desk.Share(Connection, address, epoch, after, Context.ConnectionAborted)
            : throw new HubException(HubSlugs.JobUnknown);
    }

    /// <summary>Ends a subscription.</summary>
    public void Unsubscribe(string stream) => _desk.Unsubscribe(Connection, Address(stream));
}
