using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Placements;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Placements;

/// <summary>Placements of merchants, and the clicks of customers on placed stores. Another merchant's placement is as if it were not there.</summary>
internal static class PlacementsModule
{
    public static void MapPlacements(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Placements");
        routes.MapGet("/merchant/placements", List).For(Roles.Merchant, Roles.Counter);
        routes.MapPut("/merchant/placements/{id}", Put).For(Roles.Merchant, Roles.Counter);
        routes.MapPost("/placements/clicks", Click).For("quotes", [Roles.Customer]);
    }

    private static async Task<Results<Ok<Page<PlacementResource>>, Problem>> List(
        HttpContext http, MerchantDoor door, IPlacementStore store, TimeProvider time, int? limit = null, string? cursor = null)
    {
        var (scope, problem, count, before) = await door.Page(http, owner: true, limit, cursor);
        if (scope is null)
        {
            return problem!;
        }

        var now = time.GetUtcNow();
        var found = await store.Of(scope.Merchant.Id, before is { } id ? new PlacementId(id) : null, now, count + 1, http.RequestAborted);
        return TypedResults.Ok(Pages.Of(found, count, entry => Of(entry, now), entry => entry.Placement.Id.Value));
    }

    private static async Task<Results<Ok<PlacementResource>, Problem>> Put(
        Guid id, PlacementBody body, HttpContext http, MerchantDoor door, IPlacementStore store, IMerchantStore merchants, IMarketCatalog markets, PlacementDesk desk, TimeProvider time)
    {
        var (scope, problem) = await door.Open(http, owner: true);
        if (scope is null)
        {
            return problem!;
        }

        var faults = new List<(string, string)>();
        if (body.Version < 0)
        {
            faults.Add(("version", "The version that was read is expected; 0 for a new one."));
        }

        if (await Read(body, new PlacementId(id), scope, merchants, markets, faults, http.RequestAborted) is not { } placement || faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var now = time.GetUtcNow();
        var edit = await store.Put(placement, body.Version, now, http.RequestAborted);
        desk.Forget();

        // A repetition after a lost answer finds its own writing.
        if (edit.Stands is not { } stands)
        {
            return Problem.Of(404, "not_found", "There is no such placement.");
        }

        return edit.Written || (stands.Version == body.Version + 1 && stands.Placement.Equals(placement)) ? TypedResults.Ok(Of(stands, now))
            : stands.Version == body.Version ? Problem.Invalid(("budget_minor_units", $"{stands.Usage.Spent + stands.Usage.Held} of the budget are spent or set aside; it is not put below that."))
            : Problem.Overtaken(stands.Version);
    }

    private static async Task<Results<Ok<PlacementClickResource>, Problem>> Click(PlacementClickBody body, HttpContext http, PlacementDesk desk)
    {
        var (isKnown, click) = await desk.Click(body.Click, new CustomerId(Caller.IdOf(http.User)), http.RequestAborted);
        return isKnown ? TypedResults.Ok(new PlacementClickResource(click is not null)) : Problem.Invalid(("click", "That was never shown to you."));
    }

    private static async ValueTask<Placement?> Read(
        PlacementBody body, PlacementId id, MerchantScope scope, IMerchantStore merchants, IMarketCatalog markets, List<(string, string)> faults, CancellationToken cancellationToken)
    {
        if (!MarketId.TryParse(body.Market, out var market) || markets.Find(market) is not { } known || known.Operator != scope.Merchant.Operator)
        {
            faults.Add(("market", $"'{body.Market}' is no market of the merchant's operator."));
            return null;
        }

        var currency = scope.Merchant.Currency;
        var placement = new Placement(
            id,
            scope.Merchant.Id,
            market,
            [.. (body.StoreIds is { IsDefault: false } stores ? stores : []).Distinct().Select(one => new StoreId(one))],
            [.. (body.Zones is { IsDefault: false } zones ? zones : []).Distinct(StringComparer.Ordinal)],
            new Money(body.PricePerVisitMinorUnits, currency),
            new Money(body.BudgetMinorUnits, currency),
            body.DailyBudgetMinorUnits is { } day ? new Money(day, currency) : null,
            body.BeginsAt.ToUniversalTime(),
            body.EndsAt.ToUniversalTime(),
            body.Paused);
        faults.AddRange(placement.Faults().Select(fault => ("placement", fault)));
        foreach (var at in placement.Stores.Take(faults.Count > 0 ? 0 : Placement.MostListed))
        {
            if (await merchants.Find(at, cancellationToken) is not { } entry || !scope.Sees(entry.Store) || entry.Store.Market != market)
            {
                faults.Add(("store_ids", $"{at} is no store of the merchant's in {market}."));
            }
        }

        return placement;
    }

    private static PlacementResource Of(PlacementEntry entry, DateTimeOffset now)
    {
        var placement = entry.Placement;
        return new PlacementResource(
            placement.Id.Value,
            now >= placement.Ends ? "ended" : placement.Paused ? "paused" : now < placement.Begins ? "scheduled" : placement.HasRoom(entry.Usage) ? "running" : "spent",
            placement.Price.Currency.Code,
            entry.Clicks,
            entry.Visits,
            entry.Usage.Spent,
            entry.Usage.Held,
            placement.Budget.MinorUnits - entry.Usage.Spent - entry.Usage.Held,
            entry.Usage.Today,
            new PlacementBody(
                placement.Market.Value,
                placement.Price.MinorUnits,
                placement.Budget.MinorUnits,
                placement.Begins,
                placement.Ends,
                [.. placement.Stores.Select(one => one.Value)],
                placement.Zones,
                placement.PerDay?.MinorUnits,
                placement.Paused,
                entry.Version));
    }
}
