namespace Stripe;

/// <summary>Refunds.</summary>
public class RefundService : Service
{
    public RefundService()
    {
    }

    public RefundService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<Refund> CreateAsync(RefundCreateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Refund>(HttpMethod.Post, "/v1/refunds", options, requestOptions, cancellationToken);

    public virtual Task<Refund> GetAsync(string id, RefundGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Refund>(HttpMethod.Get, $"/v1/refunds/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<Refund> UpdateAsync(string id, RefundUpdateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Refund>(HttpMethod.Post, $"/v1/refunds/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<Refund>> ListAsync(RefundListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<Refund>>(HttpMethod.Get, "/v1/refunds", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<Refund> ListAutoPagingAsync(RefundListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<Refund>("/v1/refunds", options, requestOptions, cancellationToken);

    public virtual Task<Refund> CancelAsync(string id, RefundCancelOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Refund>(HttpMethod.Post, $"/v1/refunds/{Id(id)}/cancel", options, requestOptions, cancellationToken);
}
