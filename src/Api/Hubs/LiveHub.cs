using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>What all hubs have in common: a connection is known to the pushing side from its begin to its end.</summary>
/// <typeparam name="TClient">What the hub calls at its clients.</typeparam>
public abstract class LiveHub<TClient> : Hub<TClient>
    where TClient : class
{
    private const string ConnectionKey = "push";
    private readonly IServiceProvider _services;

    private protected LiveHub(IServiceProvider services) => _services = services;

    /// <summary>The connection as the pushing side sees it.</summary>
    private protected PushConnection Connection => (PushConnection)Context.Items[ConnectionKey]!;

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items.TryGetValue(ConnectionKey, out var found) && found is PushConnection connection)
        {
            _services.GetRequiredService<Subscriptions>().Close(connection);
            _services.GetRequiredService<MerchantBoard>().Leave(connection);
            foreach (var live in _services.GetRequiredService<LiveBoard>().Markets)
            {
                lock (live.Gate)
                {
                    live.Unwatch(connection);
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The caller's id.</summary>
    private protected Guid CallerId => Caller.IdOf(Context.User!);

    /// <summary>Makes the connection known.</summary>
    private protected void Begin<THub>(Audience audience, Guid user, DateTimeOffset? endsAt = null)
        where THub : Hub
    {
        var limits = _services.GetRequiredService<IOptions<HubLimitsOptions>>().Value;
        HubGuard.Allow(Context, new InvocationAllowance(limits.InvocationsPerSecond, limits.InvocationBurst, _services.GetRequiredService<TimeProvider>()));

        // Cut without a word: a closing message would tell clients not to come back.
        Action cut = Context.GetHttpContext() is { } http ? http.Abort : Context.Abort;
        var client = _services.GetRequiredService<IHubContext<THub>>().Clients.Client(Context.ConnectionId);
        var connection = new PushConnection(Context.ConnectionId, audience, user, client, cut, _services.GetRequiredService<LiveMeters>(), limits.QueuedMessages) { EndsAt = endsAt };
        Context.Items[ConnectionKey] = connection;
        _services.GetRequiredService<Subscriptions>().Open(connection);
    }

    /// <summary>Takes a stream's name apart.</summary>
    private protected static StreamAddress Address(string? stream) => StreamAddress.TryParse(stream, out var address) ? address : throw new HubException(HubSlugs.InputInvalid);
}
