namespace Stripe;

/// <summary>Charges, which payment intents make.</summary>
public class ChargeService : Service
{
    public ChargeService()
    {
    }

    public ChargeService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<Charge> GetAsync(string id, ChargeGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Charge>(HttpMethod.Get, $"/v1/charges/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<Charge>> ListAsync(ChargeListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<Charge>>(HttpMethod.Get, "/v1/charges", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<Charge> ListAutoPagingAsync(ChargeListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<Charge>("/v1/charges", options, requestOptions, cancellationToken);
}
