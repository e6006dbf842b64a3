using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Merchants;

/// <summary>What a merchant does.</summary>
public sealed class MerchantClient
{
    private readonly ApiRequests _api;

    internal MerchantClient(ApiRequests api) => _api = api;

    /// <summary>The merchant's statement.</summary>
    /// <param name="from">Null for 30 days before <paramref name="to"/>.</param>
    /// <param name="to">Null for now.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<StatementResource> StatementAsync(DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<StatementResource>(Route.Query("v1/merchant/statement", ("from", from), ("to", to)), cancellationToken);
}
