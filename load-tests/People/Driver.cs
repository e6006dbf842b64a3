using System.Threading.Channels;
using O2O.Dispatch.Client;
using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.LoadTests.People;

/// <summary>A driver with an app: a shift, reports of where the vehicle is, and offers over the hub.</summary>
/// <param name="account">Whose.</param>
/// <param name="client">Requests and hub.</param>
/// <param name="place">Where the vehicle stands.</param>
internal sealed class Driver(Account account, DispatchClient client, WirePoint place) : IAsyncDisposable
{
    private readonly Channel<OfferResource> _offers = Channel.CreateBounded<OfferResource>(new BoundedChannelOptions(8) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly ProviderHub _hub = client.ProviderHub();

    /// <summary>Whose.</summary>
    public Account Account => account;

    /// <summary>Requests.</summary>
    public DispatchClient Http => client;

    /// <summary>The hub.</summary>
    public ProviderHub Hub => _hub;

    /// <summary>Where the vehicle is.</summary>
    public WirePoint Place { get; private set; } = place;

    /// <summary>What its stream has told.</summary>
    public StreamAudit Audit { get; } = new();

    /// <summary>Connects, begins the shift and says where the vehicle is.</summary>
    public async Task Begin(string market, string serviceClass, CancellationToken stop)
    {
        await _hub.StartAsync(stop);
        await _hub.FollowProviderAsync(Account.Id, Hear, stop);
        await client.Provider.StartShiftAsync(new ShiftBody(market, [serviceClass], Account.Id), cancellationToken: stop);
        await Report(Place, stop);
    }

    /// <summary>Waits for an offer.</summary>
    /// <returns>Null when none came in time.</returns>
    public async Task<OfferResource?> NextOffer(TimeSpan within, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(within);
        try
        {
            return await _offers.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Says where the vehicle is, now.</summary>
    public async Task Report(WirePoint at, CancellationToken stop)
    {
        Place = at;
        await _hub.ReportLocationsAsync([new LocationBody(at.Longitude, at.Latitude)], stop);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private ValueTask Hear(StreamNews news)
    {
        Audit.See(news);
        if ((news.Event?.Type == "offer_made" ? news.Event.Offer : news.Snapshot?.Provider?.OpenOffer) is { } offer)
        {
            _offers.Writer.TryWrite(offer);
        }

        return ValueTask.CompletedTask;
    }
}
