namespace Stripe;

/// <summary>Payment intents.</summary>
public class PaymentIntentService : Service
{
    public PaymentIntentService()
    {
    }

    public PaymentIntentService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<PaymentIntent> CreateAsync(PaymentIntentCreateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentIntent>(HttpMethod.Post, "/v1/payment_intents", options, requestOptions, cancellationToken);

    public virtual Task<PaymentIntent> GetAsync(string id, PaymentIntentGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentIntent>(HttpMethod.Get, $"/v1/payment_intents/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<PaymentIntent> UpdateAsync(string id, PaymentIntentUpdateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentIntent>(HttpMethod.Post, $"/v1/payment_intents/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<PaymentIntent>> ListAsync(PaymentIntentListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<PaymentIntent>>(HttpMethod.Get, "/v1/payment_intents", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<PaymentIntent> ListAutoPagingAsync(PaymentIntentListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<PaymentIntent>("/v1/payment_intents", options, requestOptions, cancellationToken);

    public virtual Task<PaymentIntent> CancelAsync(string id, PaymentIntentCancelOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentIntent>(HttpMethod.Post, $"/v1/payment_intents/{Id(id)}/cancel", options, requestOptions, cancellationToken);

    public virtual Task<PaymentIntent> ConfirmAsync(string id, PaymentIntentConfirmOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentIntent>(HttpMethod.Post, $"/v1/payment_intents/{Id(id)}/confirm", options, requestOptions, cancellationToken);

    public virtual Task<PaymentIntent> CaptureAsync(string id, PaymentIntentCaptureOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentIntent>(HttpMethod.Post, $"/v1/payment_intents/{Id(id)}/capture", options, requestOptions, cancellationToken);

    public virtual Task<PaymentIntent> IncrementAuthorizationAsync(string id, PaymentIntentIncrementAuthorizationOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<PaymentIntent>(HttpMethod.Post, $"/v1/payment_intents/{Id(id)}/increment_authorization", options, requestOptions, cancellationToken);
}
