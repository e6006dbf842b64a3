using System.Net;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Payments.Payouts;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Stripe;
using O2O.Dispatch.Payments.Vault;

namespace O2O.Dispatch.Payments.Online;

/// <summary>A gateway that is reached over HTTP, through the official client's surface: the operations, its own lists of what it did, and the methods it keeps. Thread-safe.</summary>
public sealed class OnlineGateway : IPaymentGateway, IGatewayRecords, IPayoutGateway, IPaymentVault, IDisposable
{
    // A burst waits for a connection rather than for the other side to take hundreds of them.
    private const int Connections = 64;

    private readonly HttpClient _http;
    private readonly IPaymentGateway _operations;
    private readonly StripeRecords _records;
    private readonly StripePayouts _payouts;
    private readonly StripeVault _vault;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;

    private OnlineGateway(HttpClient http, global::Stripe.IStripeClient client, TimeSpan limit, TimeProvider time)
    {
        (_http, _limit, _time) = (http, limit, time);
        _records = new StripeRecords(client);
        _payouts = new StripePayouts(client);
        _vault = new StripeVault(client);
        _operations = new ResolvingGateway(new StripeGateway(client), _records);
    }

    /// <summary>Makes a client of the gateway; nothing is sent yet.</summary>
    /// <param name="key">The secret key.</param>
    /// <param name="address">Where it is; null for its own address.</param>
    /// <param name="limit">How long an operation may take.</param>
    /// <param name="retries">How often the client itself repeats.</param>
    /// <param name="time">Tells when the limit is reached.</param>
    /// <param name="handler">Carries requests; null for one of its own.</param>
    public static OnlineGateway Open(string key, string? address, TimeSpan limit, int retries, TimeProvider time, HttpMessageHandler? handler = null)
    {
        var http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxConnectionsPerServer = Connections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            // The limit below ends a call, by the clock that the host gives.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var client = new global::Stripe.StripeClient(new global::Stripe.StripeClientOptions
        {
            ApiKey = key,
            ApiBase = address,
            HttpClient = new global::Stripe.SystemNetHttpClient(http, maxNetworkRetries: retries),
        });
        return new OnlineGateway(http, client, limit, time);
    }

    /// <inheritdoc/>
    public Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken) =>
        InTime(stop => _operations.Send(request, stop), request.IdempotencyKey, cancellationToken);

    /// <inheritdoc/>
    public bool IsPlain(string method) => _vault.IsPlain(method);

    /// <inheritdoc/>
    public Task<string> OpenCustomer(CustomerId customer, CancellationToken cancellationToken) => InTime(stop => _vault.OpenCustomer(customer, stop), "the customer", cancellationToken);

    /// <inheritdoc/>
    public Task<VaultSetup> BeginSetup(string customer, string key, string? method, CancellationToken cancellationToken) =>
        InTime(stop => _vault.BeginSetup(customer, key, method, stop), key, cancellationToken);

    /// <inheritdoc/>
    public Task<VaultSetup?> FindSetup(string setup, CancellationToken cancellationToken) => InTime(stop => _vault.FindSetup(setup, stop), setup, cancellationToken);

    /// <inheritdoc/>
    public Task<VaultAnswer> Attach(string customer, string method, CancellationToken cancellationToken) => InTime(stop => _vault.Attach(customer, method, stop), method, cancellationToken);

    /// <inheritdoc/>
    public Task Detach(string method, CancellationToken cancellationToken) => InTime(
        async stop =>
        {
            await _vault.Detach(method, stop);
            return true;
        },
        method,
        cancellationToken);

    private async Task<T> InTime<T>(Func<CancellationToken, Task<T>> ask, string what, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException lost) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GatewayUnavailableException($"No answer to {what} in {_limit}.", lost);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<GatewayPayment> Payments(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => _records.Payments(from, to, cancellationToken);

    /// <inheritdoc/>
    public Task<GatewayPayment?> Find(string intent, CancellationToken cancellationToken) => _records.Find(intent, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GatewayRefund>> Refunds(string intent, CancellationToken cancellationToken) => _records.Refunds(intent, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GatewayDispute>> Disputes(string intent, CancellationToken cancellationToken) => _records.Disputes(intent, cancellationToken);

    /// <inheritdoc/>
    public Task<GatewayAccount> Open(Payee payee, CancellationToken cancellationToken) => Within(either => _payouts.Open(payee, either), cancellationToken);

    /// <inheritdoc/>
    public Task<GatewayAccount> Account(string account, CancellationToken cancellationToken) => Within(either => _payouts.Account(account, either), cancellationToken);

    /// <inheritdoc/>
    public Task<Money> Balance(string account, Currency currency, CancellationToken cancellationToken) => Within(either => _payouts.Balance(account, currency, either), cancellationToken);

    /// <inheritdoc/>
    public Task<GatewayPayout?> Payout(string account, string payout, CancellationToken cancellationToken) => Within(either => _payouts.Payout(account, payout, either), cancellationToken);

    private async Task<T> Within<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException lost) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GatewayUnavailableException($"No answer in {_limit}.", lost);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
