namespace Stripe;

/// <summary>Disputes.</summary>
public class DisputeService : Service
{
    public DisputeService()
    {
    }

    public DisputeService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<Dispute> GetAsync(string id, DisputeGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Dispute>(HttpMethod.Get, $"/v1/disputes/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<Dispute>> ListAsync(DisputeListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<Dispute>>(HttpMethod.Get, "/v1/disputes", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<Dispute> ListAutoPagingAsync(DisputeListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<Dispute>("/v1/disputes", options, requestOptions, cancellationToken);

    public virtual Task<Dispute> CloseAsync(string id, DisputeCloseOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Dispute>(HttpMethod.Post, $"/v1/disputes/{Id(id)}/close", options, requestOptions, cancellationToken);
}
