using System.Collections.Immutable;
using O2O.Dispatch.Client.Customers;
using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Client.Integrators;
using O2O.Dispatch.Client.Merchants;
using O2O.Dispatch.Client.Operators;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Client.Providers;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client;

/// <summary>
/// The dispatch API for .NET: requests over HTTP by who makes them, and hubs for what is pushed. The contract is docs/reference/api.md. Thread-safe; one client serves
/// any number of callers. Every command carries an idempotency key, so what is repeated after a lost answer is carried out once. A refusal is a
/// <see cref="DispatchProblemException"/>; a server that cannot be reached is an <see cref="HttpRequestException"/> or a <see cref="TimeoutException"/>, after the
/// repetitions that <see cref="DispatchClientSettings"/> allows.
/// </summary>
public sealed class DispatchClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly bool _owned;
    private readonly DispatchClientSettings _settings;
    private readonly Uri _server;
    private readonly ApiRequests _api;

    /// <summary>A client with connections of its own.</summary>
    /// <param name="server">The server's address; a path in it comes before every route.</param>
    /// <param name="settings">Null for the defaults, which show no identity.</param>
    public DispatchClient(Uri server, DispatchClientSettings? settings = null)
        : this(new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan }, settings, owned: true)
    {
    }

    /// <summary>A client over an HTTP client that stays the caller's. Its <see cref="HttpClient.Timeout"/> is over all that one attempt may take.</summary>
    /// <param name="http">With a base address.</param>
    /// <param name="settings">Null for the defaults, which show no identity.</param>
    public DispatchClient(HttpClient http, DispatchClientSettings? settings = null)
        : this(http, settings, owned: false)
    {
    }

    private DispatchClient(HttpClient http, DispatchClientSettings? settings, bool owned)
    {
        var address = http.BaseAddress ?? throw new ArgumentException("The HTTP client has no base address.", nameof(http));
        (_http, _owned, _settings) = (http, owned, (settings ?? new DispatchClientSettings()).Checked());
        _server = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        _api = new ApiRequests(http, _server, _settings);
        Customer = new CustomerClient(_api);
        Provider = new ProviderClient(_api);
        Ops = new OpsClient(_api);
        Integrator = new IntegratorClient(_api);
        Merchant = new MerchantClient(_api);
        Stores = new StoresClient(_api);
        Webhooks = new WebhookClient(_api);
    }

    /// <summary>What customers do; an integrator with the scopes for it does the same for its account.</summary>
    public CustomerClient Customer { get; }

    /// <summary>What providers do.</summary>
    public ProviderClient Provider { get; }

    /// <summary>Endpoints that are sent events.</summary>
    public WebhookClient Webhooks { get; }

    /// <summary>What operators do.</summary>
    public OpsClient Ops { get; }

    /// <summary>What integrators do beside what customers do.</summary>
    public IntegratorClient Integrator { get; }

    /// <summary>What merchants do.</summary>
    public MerchantClient Merchant { get; }

    /// <summary>Stores as customers find them.</summary>
    public StoresClient Stores { get; }

    /// <summary>The markets that are served.</summary>
    public Task<ImmutableArray<MarketResource>> MarketsAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<ImmutableArray<MarketResource>>("v1/markets", cancellationToken);

    /// <summary>What a map of a market is drawn from: some megabytes for a large one.</summary>
    public Task<MapResource> MapAsync(string market, CancellationToken cancellationToken = default) =>
        _api.GetAsync<MapResource>($"v1/markets/{Route.Segment(market)}/map", cancellationToken);

    /// <summary>What a share link shows. The token is the link's; nobody has to sign in.</summary>
    public Task<ShareResource> ShareAsync(string token, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ShareResource>($"v1/share/{Route.Segment(token)}", cancellationToken);

    /// <summary>Says that a customer came. Where the body names no journey, one begins. With a touch's id it may be said again; without one it is given one.</summary>
    public Task<JourneyResource> TouchAsync(JourneyBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<JourneyBody, JourneyResource>("v1/journeys", body.TouchId is null ? body with { TouchId = Guid.Parse(_api.NewKey()) } : body, cancellationToken);

    /// <summary>Becomes whom the body names, where the development sign-in is on. Not repeated: somebody new would come twice.</summary>
    public Task<TokenResource> SignInAsync(SignInBody body, CancellationToken cancellationToken = default) =>
        _api.PostOnceAsync<SignInBody, TokenResource>("v1/dev/sign-in", body, cancellationToken);

    /// <summary>Whether the server takes requests. One attempt; a server that is not there is a no.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(_server, "health/ready"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A connection to the customers' hub, not yet started.</summary>
    public CustomerHub CustomerHub() => new(Connector("hubs/customer"));

    /// <summary>A connection to the providers' hub, not yet started.</summary>
    public ProviderHub ProviderHub() => new(Connector("hubs/provider"));

    /// <summary>A connection to the operators' hub, not yet started.</summary>
    public OpsHub OpsHub() => new(Connector("hubs/ops"));

    /// <summary>A connection to the merchants' hub, not yet started.</summary>
    public MerchantHub MerchantHub() => new(Connector("hubs/merchant"));

    /// <summary>A connection to the hub of a share link, not yet started.</summary>
    /// <param name="token">The link's.</param>
    public ShareHub ShareHub(string token) => new(Connector($"hubs/share?token={Uri.EscapeDataString(token)}"));

    /// <summary>Lets go of the connections over HTTP, when they are the client's own. Hubs are their holder's to dispose of.</summary>
    public void Dispose()
    {
        if (_owned)
        {
            _http.Dispose();
        }
    }

    private HubConnector Connector(string path) => new(new Uri(_server, path), _settings, _api.NewKey);
}
