namespace Stripe;

/// <summary>Saved methods of one customer.</summary>
public class CustomerPaymentMethodService : Service
{
    public CustomerPaymentMethodService()
    {
    }

    public CustomerPaymentMethodService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<PaymentMethod> GetAsync(string parentId, string id, CustomerPaymentMethodGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentMethod>(HttpMethod.Get, $"/v1/customers/{Id(parentId)}/payment_methods/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<PaymentMethod>> ListAsync(string parentId, CustomerPaymentMethodListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<PaymentMethod>>(HttpMethod.Get, $"/v1/customers/{Id(parentId)}/payment_methods", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<PaymentMethod> ListAutoPagingAsync(string parentId, CustomerPaymentMethodListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<PaymentMethod>($"/v1/customers/{Id(parentId)}/payment_methods", options, requestOptions, cancellationToken);
}
