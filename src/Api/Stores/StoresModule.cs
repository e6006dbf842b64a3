using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Admission;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Placements;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Stores;

/// <summary>Stores as customers find them.</summary>
internal static class StoresModule
{
    private const int DefaultShown = 20;
    private const int MostShown = 50;
    private const int ShownElsewhere = 3;
    private const int LongestText = 100;
    private const int MostProducts = 20;

    public static void MapStores(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Stores");
        routes.MapGet("/markets/{market}/stores", Near).For("quotes", [Roles.Customer]).Waits(AdmissionLane.Browsing);
        routes.MapGet("/stores/{id}", Front).For("quotes", [Roles.Customer]).Waits(AdmissionLane.Browsing);
    }

    private static async Task<Results<Ok<NearStoresResource>, Problem>> Near(
        string market,
        HttpContext http,
        StoreBoard board,
        IStoreSearch search,
        IMarketCatalog markets,
        IRouteEstimator routes,
        PlacementDesk placements,
        TimeProvider time,
        double? longitude = null,
        double? latitude = null,
        string? channel = null,
        string? text = null,
        bool? closed = null,
        int? limit = null,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "merchant_id")] Guid? merchant = null,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "product_id")] Guid[]? products = null)
    {
        if (!MarketId.TryParse(market, out var id) || markets.Find(id) is null)
        {
            return Problem.Of(Rejection.MarketUnknown, $"There is no market '{market}'.");
        }

        var faults = new List<(string, string)>();
        var by = StoreChannel.Delivery;
        if (channel is not null && !Snake.TryRead(channel, out by))
        {
            faults.Add(("channel", "delivery, counter or visit is expected."));
        }

        if (!GeoPoint.TryCreate(longitude ?? double.NaN, latitude ?? double.NaN, out var place, out var fault))
        {
            faults.Add(("longitude, latitude", fault!));
        }

        if (text is { Length: > LongestText })
        {
            faults.Add(("text", $"At most {LongestText} characters are expected."));
        }

        if (limit is < 1 or > MostShown)
        {
            faults.Add(("limit", $"1 to {MostShown} is expected."));
        }

        if (products is { Length: > MostProducts } || (products is { Length: > 0 } && merchant is null))
        {
            faults.Add(("product_id", $"At most {MostProducts} are expected, of the merchant that merchant_id names."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        // Who wants something brought has to be where the market serves; a counter is gone to from anywhere.
        if (by != StoreChannel.Counter && routes.Estimate(id, [place]) is { NotServed: not null, NoPickUpZone: null } outside)
        {
            return Problem.Of(Rejection.NotServedHere, $"The place lies outside the service area of '{id}'. {outside.WhyNotServed}");
        }

        var (now, zone) = (time.GetUtcNow(), routes.PricingZoneOf(id, place));
        if (merchant is { } whose && products is { Length: > 0 } wanted)
        {
            var lines = wanted.Select(product => new StockLine(new ProductId(product), 1)).ToImmutableArray();
            var offer = await search.Nearest(id, new MerchantId(whose), by, place, lines, http.RequestAborted);
            return TypedResults.Ok(new NearStoresResource(
                offer is not null && board.Find(offer.Store.Id) is { } fulfils ? [StoreResources.Of(fulfils, Geo.GreatCircle.Distance(place, fulfils.Store.Place), zone, now)] : []));
        }

        var said = string.IsNullOrWhiteSpace(text) ? null : new StoreText(text.Trim());
        var count = limit ?? DefaultShown;
        DateTimeOffset? openAt = closed == true ? null : now;
        var fitsAny = false;
        var found = board.Near(id, place, count, openAt, known => Fits(known) && (fitsAny = true) && known.Serves(by, zone), said);

        // Who looks for one merchant's stores is shown no ads.
        var placed = merchant is null ? await placements.Near(id, new CustomerId(Caller.IdOf(http.User)), place, zone, by, Fits, http.RequestAborted) : [];
        ImmutableArray<NearStoreResource>? elsewhere = null;
        if (found.IsEmpty && by != StoreChannel.Counter)
        {
            // The search looked at all there are: where none fits, a second one finds none either.
            elsewhere = fitsAny ? [.. board.Near(id, place, ShownElsewhere, openAt, Fits, said).Select(one => StoreResources.Of(one.Thing, one.Distance, zone, now))] : [];
        }

        return TypedResults.Ok(new NearStoresResource(
            [
                .. placed.Select(one => StoreResources.Of(one.Store, one.Distance, zone, now) with { Placed = true, Click = one.Click })
                    .Concat(found.Where(one => !placed.Any(ad => ad.Store.Store.Id == one.Thing.Store.Id)).Select(one => StoreResources.Of(one.Thing, one.Distance, zone, now)))
                    .Take(count),
            ],
            elsewhere));

        bool Fits(KnownStore known) =>
            known.SellsBy(by) && (merchant is null || known.Store.Merchant.Value == merchant) && (said is null || known.Says(said, by, zone));
    }

    private static async Task<Results<Ok<StorefrontResource>, Problem>> Front(
        Guid id, HttpContext http, StoreBoard board, IStoreCatalog catalog, StoreRatings ratings, IRouteEstimator routes, TimeProvider time, double? longitude = null, double? latitude = null)
    {
        GeoPoint? place = null;
        if (longitude is not null || latitude is not null)
        {
            if (!GeoPoint.TryCreate(longitude ?? double.NaN, latitude ?? double.NaN, out var named, out var fault))
            {
                return Problem.Invalid(("longitude, latitude", fault!));
            }

            place = named;
        }

        if (board.Find(new StoreId(id)) is not { } known)
        {
            return Problem.Of(404, "not_found", "There is no such store.");
        }

        var offers = new List<(StoreChannel, StoreOffer)>();
        foreach (var channel in known.Store.Channels.Order())
        {
            if (await catalog.Find(known.Store.Id, channel, http.RequestAborted) is { } offer)
            {
                offers.Add((channel, offer));
            }
        }

        var now = time.GetUtcNow();
        var rated = await ratings.Of(known, http.RequestAborted);
        return TypedResults.Ok(StoreResources.Front(known, offers, now, place is { } at ? routes.PricingZoneOf(known.Store.Market, at) : null) with { RatingCount = rated.Count, RatingAverage = rated.Average });
    }
}
