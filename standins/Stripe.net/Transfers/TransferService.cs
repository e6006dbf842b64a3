namespace Stripe;

/// <summary>Transfers to connected accounts.</summary>
public class TransferService : Service
{
    public TransferService()
    {
    }

    public TransferService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<Transfer> CreateAsync(TransferCreateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Transfer>(HttpMethod.Post, "/v1/transfers", options, requestOptions, cancellationToken);

    public virtual Task<Transfer> GetAsync(string id, TransferGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Transfer>(HttpMethod.Get, $"/v1/transfers/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<Transfer> UpdateAsync(string id, TransferUpdateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Transfer>(HttpMethod.Post, $"/v1/transfers/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<Transfer>> ListAsync(TransferListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<Transfer>>(HttpMethod.Get, "/v1/transfers", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<Transfer> ListAutoPagingAsync(TransferListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<Transfer>("/v1/transfers", options, requestOptions, cancellationToken);

    public virtual TransferReversalService Reversals => new(Client);
}
