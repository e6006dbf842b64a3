using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Books;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Consents;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Journeys;

/// <summary>How customers come, what becomes of it, and what happened to each.</summary>
internal static class JourneysModule
{
    private const int DefaultWeeks = 12;
    private const int MostWeeks = 104;

    public static void MapJourneys(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Loop");
        routes.MapPost("/journeys", Begin).AllowAnonymous();
        routes.MapGet("/me/timeline", Timeline).For(Roles.Customer);
        routes.MapGet("/me/preferences", Preferences).For(Roles.Customer);
        routes.MapPut("/me/preferences", Prefer).For(Roles.Customer);
        routes.MapPost("/me/place", Place).For(Roles.Customer);
        routes.MapGet("/ops/markets/{market}/funnel", Funnel).For(Roles.Ops);
        routes.MapGet("/ops/markets/{market}/cohorts", Cohorts).For(Roles.Ops);
        routes.MapGet("/ops/campaigns/{id}/figures", Figures).For(Roles.Ops);
    }

    private static async Task<Results<Ok<JourneyResource>, Problem>> Begin(
        JourneyBody body, HttpContext http, IJourneyStore journeys, JourneyDesk desk, IMarketCatalog markets, IVoucherStore vouchers, IMerchantStore merchants, ISuggestionStore suggestions,
        IIdSource ids, TimeProvider time)
    {
        if (body.SuggestionId is { } followed)
        {
            return await Follow(followed, body.Source, suggestions, time, http.RequestAborted);
        }

        if (Market(body.Market, markets) is not { } market)
        {
            return NoMarket(body.Market);
        }

        var faults = new List<(string, string)>();
        if (!Snake.TryRead<JourneySource>(body.Source, out var source) || source is JourneySource.ApiKey or JourneySource.Partner or JourneySource.Game)
        {
            faults.Add(("source", "link, qr, portal, chat_app, campaign, search or referral is expected."));
        }

        if (body.Label is { } label && !JourneyLabel.IsSound(label))
        {
            faults.Add(("label", JourneyLabel.Words));
        }

        if (body.CampaignId is { } campaign && await vouchers.Find(new CampaignId(campaign), http.RequestAborted) is null)
        {
            faults.Add(("campaign_id", "There is no such campaign."));
        }

        var merchant = body.MerchantId;
        if (body.StoreId is { } at)
        {
            var store = await merchants.Find(new StoreId(at), http.RequestAborted);
            merchant ??= store?.Store.Merchant.Value;
            if (store is null || store.Store.Merchant.Value != merchant)
            {
                faults.Add(("store_id", "There is no such store of the merchant."));
            }
        }
        else if (merchant is { } whose && await merchants.Find(new MerchantId(whose), http.RequestAborted) is null)
        {
            faults.Add(("merchant_id", "There is no such merchant."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        if (await desk.Of(body.JourneyId, http.RequestAborted) is not { } journey)
        {
            return Unknown();
        }

        var touch = new JourneyTouch(
            body.TouchId ?? ids.Next(),
            journey,
            market,
            source,
            body.CampaignId is { } by ? new CampaignId(by) : null,
            merchant is { } of ? new MerchantId(of) : null,
            body.StoreId is { } place ? new StoreId(place) : null,
            body.Label,
            time.GetUtcNow());
        return TypedResults.Ok(new JourneyResource((await journeys.Touch(touch, http.RequestAborted)).Value));
    }

    /// <summary>Who follows a suggestion goes on with its journey. The touch is named by the suggestion: it is one, however often it is followed.</summary>
    private static async Task<Results<Ok<JourneyResource>, Problem>> Follow(Guid id, string source, ISuggestionStore suggestions, TimeProvider time, CancellationToken cancellationToken)
    {
        if (source != Snake.Of(JourneySource.Campaign))
        {
            return Problem.Invalid(("source", "Who follows a suggestion comes by a campaign."));
        }

        if (await suggestions.Find(id, cancellationToken) is not { } suggestion)
        {
            return Problem.Of(Rejection.SuggestionUnknown, "There is no such suggestion.");
        }

        var touch = new JourneyTouch(
            CommandStamp.DeterministicId($"suggestion\n{id:N}"), suggestion.Journey, suggestion.Market, JourneySource.Campaign, suggestion.Campaign, null, null, null, time.GetUtcNow());
        await suggestions.Follow(id, touch, cancellationToken);
        return TypedResults.Ok(new JourneyResource(suggestion.Journey.Value));
    }

    private static async Task<Ok<PreferencesResource>> Preferences(HttpContext http, ISuggestionStore suggestions, IConsentStore consents) =>
        TypedResults.Ok(await PreferencesOf(new CustomerId(Caller.IdOf(http.User)), suggestions, consents, http.RequestAborted));

    private static async Task<Results<Ok<PreferencesResource>, Problem>> Prefer(PreferencesBody body, HttpContext http, ISuggestionStore suggestions, IConsentStore consents, TimeProvider time)
    {
        ImmutableArray<string>? notes = body.Notes is { IsDefault: false } told ? [.. told.Select(note => note?.Trim()!)] : null;
        if (notes is { } all && CustomerNotes.Faults(all).ToList() is { Count: > 0 } wrong)
        {
            return Problem.Invalid(wrong.Select(fault => ("notes", fault)));
        }

        var (customer, now) = (new CustomerId(Caller.IdOf(http.User)), time.GetUtcNow());
        if (body.Suggestions is { } wanted)
        {
            await suggestions.Prefer(customer, wanted, now, http.RequestAborted);
        }

        if (notes is { } written)
        {
            await consents.Write(customer, written, now, http.RequestAborted);
        }

        return TypedResults.Ok(await PreferencesOf(customer, suggestions, consents, http.RequestAborted));
    }

    private static async ValueTask<PreferencesResource> PreferencesOf(CustomerId customer, ISuggestionStore suggestions, IConsentStore consents, CancellationToken cancellationToken) =>
        new(await suggestions.Wants(customer, cancellationToken), await consents.Notes(customer, cancellationToken));

    private static async Task<Results<Ok<PlaceResource>, Problem>> Place(PlaceBody body, HttpContext http, SuggestionDesk desk, IMarketCatalog markets)
    {
        if (Market(body.Market, markets) is not { } market)
        {
            return NoMarket(body.Market);
        }

        return GeoPoint.TryCreate(body.Longitude, body.Latitude, out var place, out var fault)
            ? TypedResults.Ok(new PlaceResource(await desk.Suggest(new CustomerId(Caller.IdOf(http.User)), market, place, null, null, http.RequestAborted)))
            : Problem.Invalid(("longitude, latitude", fault!));
    }

    private static async Task<Results<Ok<Page<MomentResource>>, Problem>> Timeline(HttpContext http, ILoopReader loop, TimeProvider time, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        var (count, after) = Cursors.PageOfMoments(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await loop.Timeline(new CustomerId(Caller.IdOf(http.User)), time.GetUtcNow(), after, count + 1, http.RequestAborted);
        return TypedResults.Ok(new Page<MomentResource>([.. found.Take(count).Select(LoopResources.Of)], found.Length > count ? Cursors.Of(found[count - 1]) : null));
    }

    private static async Task<Results<Ok<FunnelResource>, Problem>> Funnel(
        string market, HttpContext http, ILoopReader loop, IMarketCatalog markets, TimeProvider time, string? from = null, string? to = null, string? by = null)
    {
        if (Market(market, markets) is not { } id)
        {
            return NoMarket(market);
        }

        var faults = new List<(string, string)>();
        var (begin, end) = BooksModule.Period(from, to, 1, time, faults);
        if (by is not (null or "source" or "campaign"))
        {
            faults.Add(("by", "source or campaign is expected."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var rows = await loop.Funnel(id, begin, end, by == "campaign", http.RequestAborted);
        return TypedResults.Ok(new FunnelResource(market, begin, end, by ?? "source", [.. rows.Select(LoopResources.Of)], LoopResources.Of(LoopResources.Total(rows))));
    }

    private static async Task<Results<Ok<CohortsResource>, Problem>> Cohorts(string market, HttpContext http, ILoopReader loop, IMarketCatalog markets, TimeProvider time, int? weeks = null)
    {
        if (Market(market, markets) is not { } id)
        {
            return NoMarket(market);
        }

        if (weeks is < 1 or > MostWeeks)
        {
            return Problem.Invalid(("weeks", $"1 to {MostWeeks} is expected."));
        }

        var count = weeks ?? DefaultWeeks;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7) - (7 * (count - 1)));
        var from = new DateTimeOffset(monday, TimeOnly.MinValue, TimeSpan.Zero);
        return TypedResults.Ok(new CohortsResource(market, [.. (await loop.Cohorts(id, from, count, http.RequestAborted)).Select(cohort => LoopResources.Of(cohort, from))]));
    }

    private static async Task<Results<Ok<CampaignFiguresResource>, Problem>> Figures(Guid id, HttpContext http, ILoopReader loop, IVoucherStore vouchers, TimeProvider time) =>
        await vouchers.Find(new CampaignId(id), http.RequestAborted) is { } account
            ? TypedResults.Ok(LoopResources.Of(account.Campaign, await loop.Figures(account.Campaign.Id, time.GetUtcNow(), http.RequestAborted)))
            : Problem.Of(404, "not_found", "There is no such campaign.");

    /// <summary>A journey that has not begun.</summary>
    public static Problem Unknown() => Problem.Of(Rejection.JourneyUnknown, "There is no such journey: leave it out, and a new one begins.");

    private static MarketId? Market(string market, IMarketCatalog markets) => MarketId.TryParse(market, out var id) && markets.Find(id) is not null ? id : null;

    private static Problem NoMarket(string market) => Problem.Of(Rejection.MarketUnknown, $"There is no market '{market}'.");
}
