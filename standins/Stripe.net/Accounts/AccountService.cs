namespace Stripe;

/// <summary>Connected accounts.</summary>
public class AccountService : Service
{
    public AccountService()
    {
    }

    public AccountService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<Account> CreateAsync(AccountCreateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Account>(HttpMethod.Post, "/v1/accounts", options, requestOptions, cancellationToken);

    public virtual Task<Account> GetAsync(string id, AccountGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Account>(HttpMethod.Get, $"/v1/accounts/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<Account> UpdateAsync(string id, AccountUpdateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Account>(HttpMethod.Post, $"/v1/accounts/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<Account>> ListAsync(AccountListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<Account>>(HttpMethod.Get, "/v1/accounts", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<Account> ListAutoPagingAsync(AccountListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<Account>("/v1/accounts", options, requestOptions, cancellationToken);

    public virtual Task<Account> DeleteAsync(string id, AccountDeleteOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Account>(HttpMethod.Delete, $"/v1/accounts/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<Account> GetSelfAsync(RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Account>(HttpMethod.Get, "/v1/account", null, requestOptions, cancellationToken);
}
