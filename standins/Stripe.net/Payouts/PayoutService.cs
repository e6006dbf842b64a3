namespace Stripe;

/// <summary>Payouts to bank accounts.</summary>
public class PayoutService : Service
{
    public PayoutService()
    {
    }

    public PayoutService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<Payout> CreateAsync(PayoutCreateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Payout>(HttpMethod.Post, "/v1/payouts", options, requestOptions, cancellationToken);

    public virtual Task<Payout> GetAsync(string id, PayoutGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Payout>(HttpMethod.Get, $"/v1/payouts/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<Payout> UpdateAsync(string id, PayoutUpdateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Payout>(HttpMethod.Post, $"/v1/payouts/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<Payout>> ListAsync(PayoutListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<Payout>>(HttpMethod.Get, "/v1/payouts", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<Payout> ListAutoPagingAsync(PayoutListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<Payout>("/v1/payouts", options, requestOptions, cancellationToken);

    public virtual Task<Payout> CancelAsync(string id, PayoutCancelOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Payout>(HttpMethod.Post, $"/v1/payouts/{Id(id)}/cancel", options, requestOptions, cancellationToken);

    public virtual Task<Payout> ReverseAsync(string id, PayoutReverseOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Payout>(HttpMethod.Post, $"/v1/payouts/{Id(id)}/reverse", options, requestOptions, cancellationToken);
}
