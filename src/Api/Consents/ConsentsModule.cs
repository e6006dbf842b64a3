using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts.Consents;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Consents;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Consents;

/// <summary>Whom a customer lets see notes and vouchers at a counter, and who looked. What counters see is in <see cref="Sales.SalesModule"/>.</summary>
internal static class ConsentsModule
{
    public static void MapConsents(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/me").WithTags("Consents");
        routes.MapGet("/consents", List).For(Roles.Customer);
        routes.MapPut("/consents/{merchant}", Give).For(Roles.Customer);
        routes.MapDelete("/consents/{merchant}", Revoke).For(Roles.Customer);
        routes.MapGet("/looks", Looks).For(Roles.Customer);
    }

    private static async Task<Results<Ok<Page<ConsentResource>>, Problem>> List(
        HttpContext http, IConsentStore consents, IMerchantStore merchants, TimeProvider time, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        var (count, after) = Cursors.PageOfIds(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await consents.Of(Customer(http), time.GetUtcNow(), after is { } id ? new MerchantId(id) : null, count + 1, http.RequestAborted);
        var names = await Names(merchants, found.Select(one => one.Merchant), found.Select(one => one.Store).OfType<StoreId>(), http.RequestAborted);
        return TypedResults.Ok(Pages.Of(found, count, one => Of(one, names), one => one.Merchant.Value));
    }

    private static async Task<Results<Ok<ConsentResource>, Problem>> Give(Guid merchant, ConsentBody body, HttpContext http, IConsentStore consents, IMerchantStore merchants, TimeProvider time)
    {
        if (await merchants.Find(new MerchantId(merchant), http.RequestAborted) is not { Standing: MerchantStanding.Verified } known)
        {
            return Problem.Of(404, "not_found", "There is no such merchant.");
        }

        var faults = new List<(string, string)>();
        var seconds = body.ValidSeconds ?? CounterConsent.Usual.TotalSeconds;
        if (!(seconds >= CounterConsent.Shortest.TotalSeconds && seconds <= CounterConsent.Longest.TotalSeconds))
        {
            faults.Add(("valid_seconds", $"{CounterConsent.Shortest.TotalSeconds:0} to {CounterConsent.Longest.TotalSeconds:0} are expected."));
        }

        StoreId? only = body.StoreId is { } at ? new StoreId(at) : null;
        if (only is { } named && (await merchants.Find(named, http.RequestAborted) is not { } entry || entry.Store.Merchant != known.Id))
        {
            faults.Add(("store_id", "There is no such store of the merchant."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var now = time.GetUtcNow();
        var consent = new CounterConsent(Customer(http), known.Id, only, now, now + TimeSpan.FromSeconds(seconds));
        await consents.Give(consent, http.RequestAborted);
        return TypedResults.Ok(Of(consent, await Names(merchants, [known.Id], only is { } one ? [one] : [], http.RequestAborted)));
    }

    private static async Task<NoContent> Revoke(Guid merchant, HttpContext http, IConsentStore consents)
    {
        await consents.Revoke(Customer(http), new MerchantId(merchant), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<LookResource>>, Problem>> Looks(HttpContext http, IConsentStore consents, IMerchantStore merchants, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfIds(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await consents.Looks(Customer(http), before, count + 1, http.RequestAborted);
        var names = await Names(merchants, found.Select(one => one.Merchant), found.Select(one => one.Store), http.RequestAborted);
        return TypedResults.Ok(Pages.Of(
            found,
            count,
            one => new LookResource(one.Id, one.At, one.Merchant.Value, names[one.Merchant.Value], one.Store.Value, names[one.Store.Value], one.Job.Value, one.Notes, one.Vouchers),
            one => one.Id));
    }

    private static CustomerId Customer(HttpContext http) => new(Caller.IdOf(http.User));

    private static ConsentResource Of(CounterConsent consent, Dictionary<Guid, string> names) => new(
        consent.Merchant.Value, names[consent.Merchant.Value], consent.Store?.Value, consent.Store is { } at ? names[at.Value] : null, consent.GivenAt, consent.Until);

    /// <summary>What merchants and stores are called, by their ids.</summary>
    private static async ValueTask<Dictionary<Guid, string>> Names(IMerchantStore store, IEnumerable<MerchantId> merchants, IEnumerable<StoreId> stores, CancellationToken cancellationToken)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var merchant in merchants.Distinct())
        {
            names[merchant.Value] = (await store.Find(merchant, cancellationToken))?.Name ?? string.Empty;
        }

        foreach (var at in stores.Distinct())
        {
            names[at.Value] = (await store.Find(at, cancellationToken))?.Store.Name ?? string.Empty;
        }

        return names;
    }
}
