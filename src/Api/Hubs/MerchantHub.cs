using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Statistics;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>The hub of merchants and who works for them: their orders, and their statistics of today. What a caller sees is looked up at each call.</summary>
public sealed class MerchantHub : LiveHub<IMerchantClient>
{
    private readonly StreamDesk _desk;
    private readonly MerchantDoor _door;
    private readonly MerchantBoard _board;
    private readonly StatisticsDesk _statistics;

    /// <summary>Made by the framework for each call.</summary>
    public MerchantHub(IServiceProvider services)
        : base(services) => (_desk, _door, _board, _statistics) = (
        services.GetStreamDesk(), services.GetRequiredService<MerchantDoor>(), services.GetRequiredService<MerchantBoard>(), services.GetRequiredService<StatisticsDesk>());

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        Begin<MerchantHub>(Audience.Merchant, CallerId);
        if (!Caller.Is(Context.User!, Roles.Merchant))
        {
            _board.Enter(Connection);
        }

        return Task.CompletedTask;
    }

    /// <summary>Subscribes to <c>merchant/{id}</c>, the caller's own: all of its orders, or those of the one store that the caller sees.</summary>
    /// <exception cref="HubException">input_invalid, forbidden, rate_limited.</exception>
    public async Task<SubscribeReply> Subscribe(string stream, long epoch, long after)
    {
        var address = Address(stream);
        var scope = await Scope();
        return address.Kind == StreamKind.Merchant && address.Id == scope.Merchant.Id.Value
            ? await _desk.Subscribe(Connection, address with { Store = scope.Only?.Value }, epoch, after, Context.ConnectionAborted)
            : throw new HubException(HubSlugs.Forbidden);
    }

    /// <summary>Ends a subscription.</summary>
    public void Unsubscribe(string stream) => _desk.Unsubscribe(Connection, Address(stream));

    /// <summary>Watches the statistics of today: they are the answer, and are told again when they have changed, at most once a second. Another watch replaces it.</summary>
    /// <param name="storeId">One store; null for all that the caller sees.</param>
    /// <exception cref="HubException">forbidden.</exception>
    public async Task<MerchantStatisticsResource> WatchStatistics(Guid? storeId)
    {
        var scope = await Scope();
        StoreId? only = storeId is { } store ? new StoreId(store) : null;

        // Watched before it is counted: what happens meanwhile is told.
        _board.Watch(Connection, scope, only);
        if (await _statistics.Read(scope, only, null, null, Context.ConnectionAborted) is { } statistics)
        {
            return statistics;
        }

        _board.Unwatch(Connection);
        throw new HubException(HubSlugs.Forbidden);
    }

    /// <summary>Ends the watching of statistics. Harmless when they are not watched.</summary>
    public void UnwatchStatistics() => _board.Unwatch(Connection);

    private async Task<MerchantScope> Scope() => (await _door.Open(Context.User!, owner: false, Context.ConnectionAborted)).Scope ?? throw new HubException(HubSlugs.Forbidden);
}
