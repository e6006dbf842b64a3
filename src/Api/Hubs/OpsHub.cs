using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>The hub of operators: every stream, the live maps, figures and alerts.</summary>
[Authorize(Policy = Roles.Ops)]
public sealed class OpsHub : LiveHub<IOpsClient>
{
    private readonly StreamDesk _desk;
    private readonly LiveBoard _board;
    private readonly TimeProvider _time;

    /// <summary>Made by the framework for each call.</summary>
    public OpsHub(IServiceProvider services)
        : base(services) =>
        (_desk, _board, _time) = (services.GetStreamDesk(), services.GetRequiredService<LiveBoard>(), services.GetRequiredService<TimeProvider>());

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        Begin<OpsHub>(Audience.Ops, CallerId);
        return Task.CompletedTask;
    }

    /// <summary>Subscribes to <c>market/{name}</c>, <c>job/{id}</c>, <c>provider/{id}</c>, <c>customer/{id}</c> or <c>merchant/{id}</c>.</summary>
    /// <exception cref="HubException">input_invalid, job_unknown, provider_unknown, market_unknown, rate_limited.</exception>
    public Task<SubscribeReply> Subscribe(string stream, long epoch, long after) => _desk.Subscribe(Connection, Address(stream), epoch, after, Context.ConnectionAborted);

    /// <summary>Ends a subscription.</summary>
    public void Unsubscribe(string stream) => _desk.Unsubscribe(Connection, Address(stream));

    /// <summary>Watches a market's map: all of it is the answer, and frames of what changes follow, numbered on from it.</summary>
    /// <exception cref="HubException">market_unknown.</exception>
    public MapFrame WatchMap(string market) => Watch(market, null);

    /// <summary>Watches a part of a market's map: what is in it is the answer, and frames of what changes in it follow, numbered on from it. Another part replaces it.</summary>
    /// <param name="market">The market.</param>
    /// <param name="west">In WGS-84 degrees, less than east.</param>
    /// <param name="south">Less than north.</param>
    /// <param name="east">See west.</param>
    /// <param name="north">See south.</param>
    /// <param name="zoom">0 to 24: the earth is 512 * 2^zoom pixels around. Less than a pixel of way is not told; below 10 no single vehicles are, but the counts of cells.</param>
    /// <exception cref="HubException">input_invalid, market_unknown.</exception>
    public MapFrame WatchMapView(string market, double west, double south, double east, double north, double zoom) =>
        MapView.OnEarth(west, south, east, north, zoom) is { } view ? Watch(market, view) : throw new HubException(HubSlugs.InputInvalid);

    /// <summary>Ends the watching of a map. Harmless when it is not watched.</summary>
    public void UnwatchMap(string market)
    {
        if (market is { Length: <= 100 } && _board.Find(market) is { } live)
        {
            lock (live.Gate)
            {
                live.Unwatch(Connection);
            }
        }
    }

    private MapFrame Watch(string market, MapView? view)
    {
        var live = (market is { Length: <= 100 } ? _board.Find(market) : null) ?? throw new HubException(HubSlugs.MarketUnknown);
        lock (live.Gate)
        {
            return live.Watch(Connection, view, _time.GetUtcNow());
        }
    }
}
