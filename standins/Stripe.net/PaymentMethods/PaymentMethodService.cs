namespace Stripe;

/// <summary>Payment methods.</summary>
public class PaymentMethodService : Service
{
    public PaymentMethodService()
    {
    }

    public PaymentMethodService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<PaymentMethod> CreateAsync(PaymentMethodCreateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentMethod>(HttpMethod.Post, "/v1/payment_methods", options, requestOptions, cancellationToken);

    public virtual Task<PaymentMethod> GetAsync(string id, PaymentMethodGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentMethod>(HttpMethod.Get, $"/v1/payment_methods/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<PaymentMethod> UpdateAsync(string id, PaymentMethodUpdateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentMethod>(HttpMethod.Post, $"/v1/payment_methods/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<PaymentMethod>> ListAsync(PaymentMethodListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<PaymentMethod>>(HttpMethod.Get, "/v1/payment_methods", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<PaymentMethod> ListAutoPagingAsync(PaymentMethodListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<PaymentMethod>("/v1/payment_methods", options, requestOptions, cancellationToken);

    public virtual Task<PaymentMethod> AttachAsync(string id, PaymentMethodAttachOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentMethod>(HttpMethod.Post, $"/v1/payment_methods/{Id(id)}/attach", options, requestOptions, cancellationToken);

    public virtual Task<PaymentMethod> DetachAsync(string id, PaymentMethodDetachOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentMethod>(HttpMethod.Post, $"/v1/payment_methods/{Id(id)}/detach", options, requestOptions, cancellationToken);
}
