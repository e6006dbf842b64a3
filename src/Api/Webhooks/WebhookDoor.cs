using Microsoft.AspNetCore.Http;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>Says whose endpoints a caller may touch: an integrator its account's, a merchant's owner the merchant's, an operator all. Another's endpoint is as if it were not there. Thread-safe.</summary>
/// <param name="store">Where endpoints are.</param>
/// <param name="merchants">Says for which merchant a caller acts.</param>
internal sealed class WebhookDoor(IWebhookStore store, MerchantDoor merchants)
{
    /// <summary>Opens it.</summary>
    /// <returns>The scope, or why there is none.</returns>
    public async ValueTask<(WebhookScope? Scope, Problem? Problem)> Open(HttpContext http)
    {
        if (Caller.Is(http.User, Roles.Ops))
        {
            return (new WebhookScope(null), null);
        }

        if (!Caller.Is(http.User, Roles.Merchant) && !Caller.Is(http.User, Roles.Counter))
        {
            return (new WebhookScope(WebhookOwner.Of(new CustomerId(Caller.IdOf(http.User)))), null);
        }

        var (scope, problem) = await merchants.Open(http, owner: true);
        return scope is null ? (null, problem) : (new WebhookScope(WebhookOwner.Of(scope.Merchant.Id)), null);
    }

    /// <summary>An endpoint of the caller's, or why there is none.</summary>
    public async ValueTask<(WebhookEndpoint? Endpoint, Problem? Problem)> Find(Guid id, HttpContext http)
    {
        var (scope, problem) = await Open(http);
        return scope is null ? (null, problem)
            : await store.Find(id, http.RequestAborted) is { } endpoint && scope.Sees(endpoint) ? (endpoint, null)
            : (null, NotFound());
    }

    /// <summary>An endpoint of the caller's that can be sent to, or why there is none.</summary>
    public async ValueTask<(WebhookEndpoint? Endpoint, Problem? Problem)> Working(Guid id, HttpContext http) => await Find(id, http) switch
    {
        ({ State: not WebhookEndpointState.Enabled }, _) => (null, Problem.Of(409, "webhook_endpoint_off", "The endpoint is switched off: enable it first.")),
        var found => found,
    };

    /// <summary>No endpoint of that id is there for the caller.</summary>
    public static Problem NotFound() => Problem.Of(404, "not_found", "There is no such endpoint.");
}
