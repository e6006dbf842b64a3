namespace Stripe;

/// <summary>Customers and their saved methods.</summary>
public class CustomerService : Service
{
    public CustomerService()
    {
    }

    public CustomerService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<Customer> CreateAsync(CustomerCreateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Customer>(HttpMethod.Post, "/v1/customers", options, requestOptions, cancellationToken);

    public virtual Task<Customer> GetAsync(string id, CustomerGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Customer>(HttpMethod.Get, $"/v1/customers/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<Customer> UpdateAsync(string id, CustomerUpdateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Customer>(HttpMethod.Post, $"/v1/customers/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<Customer>> ListAsync(CustomerListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<Customer>>(HttpMethod.Get, "/v1/customers", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<Customer> ListAutoPagingAsync(CustomerListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<Customer>("/v1/customers", options, requestOptions, cancellationToken);

    public virtual Task<Customer> DeleteAsync(string id, CustomerDeleteOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Customer>(HttpMethod.Delete, $"/v1/customers/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<PaymentMethod>> ListPaymentMethodsAsync(string id, CustomerPaymentMethodListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<PaymentMethod>>(HttpMethod.Get, $"/v1/customers/{Id(id)}/payment_methods", options, requestOptions, cancellationToken);

    public virtual CustomerPaymentMethodService PaymentMethods => new(Client);
}
