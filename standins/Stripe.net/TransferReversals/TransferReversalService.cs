namespace Stripe;

/// <summary>Reversals of transfers.</summary>
public class TransferReversalService : Service
{
    public TransferReversalService()
    {
    }

    public TransferReversalService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<TransferReversal> CreateAsync(string parentId, TransferReversalCreateOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<TransferReversal>(HttpMethod.Post, $"/v1/transfers/{Id(parentId)}/reversals", options, requestOptions, cancellationToken);

    public virtual Task<TransferReversal> GetAsync(string parentId, string id, TransferReversalGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<TransferReversal>(HttpMethod.Get, $"/v1/transfers/{Id(parentId)}/reversals/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<TransferReversal> UpdateAsync(string parentId, string id, TransferReversalUpdateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<TransferReversal>(HttpMethod.Post, $"/v1/transfers/{Id(parentId)}/reversals/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<TransferReversal>> ListAsync(string parentId, TransferReversalListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<TransferReversal>>(HttpMethod.Get, $"/v1/transfers/{Id(parentId)}/reversals", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<TransferReversal> ListAutoPagingAsync(string parentId, TransferReversalListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<TransferReversal>($"/v1/transfers/{Id(parentId)}/reversals", options, requestOptions, cancellationToken);
}
