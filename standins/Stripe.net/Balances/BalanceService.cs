namespace Stripe;

/// <summary>The account's balance.</summary>
public class BalanceService : Service
{
    public BalanceService()
    {
    }

    public BalanceService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<Balance> GetAsync(RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Balance>(HttpMethod.Get, "/v1/balance", null, requestOptions, cancellationToken);

    public virtual Task<Balance> GetAsync(BalanceGetOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Balance>(HttpMethod.Get, "/v1/balance", options, requestOptions, cancellationToken);
}
