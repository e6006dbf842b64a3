using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Journeys;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Vouchers;

/// <summary>Links that give vouchers: opened by customers, made by operators, partners and games; customers' own; and the jobs that partners report.</summary>
internal static class ClaimsModule
{
    private const string Scope = "vouchers";
    private const int MostLinks = 1_000;
    private static readonly TimeSpan LongestValid = TimeSpan.FromDays(3_660);

    public static void MapClaims(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Vouchers");
        routes.MapPost("/vouchers/claim", Claim).For(Roles.Customer);
        routes.MapGet("/me/referrals", Referrals).For(Roles.Customer);
        routes.MapPost("/campaigns/{id}/links", Make).For(Scope, [Roles.Ops]);
        routes.MapPost("/campaigns/{id}/partner-jobs", Report).For(Scope, []);
    }

    private static async Task<Results<Ok<ClaimResource>, Problem>> Claim(ClaimBody body, HttpContext http, ClaimDesk desk, JourneyDesk journeys, IMarketCatalog markets, TimeProvider time)
    {
        if (MarketOf(body.Market, markets) is not { } market)
        {
            return NoMarket(body.Market);
        }

        if (await journeys.Of(body.JourneyId, http.RequestAborted) is not { } journey)
        {
            return JourneysModule.Unknown();
        }

        var came = await desk.Claim(new CustomerId(Caller.IdOf(http.User)), body.Token, market, journey, http.RequestAborted);
        var now = time.GetUtcNow();
        if (came.TryAgainAt is { } at)
        {
            return VouchersModule.TriesSpent(at, now, "links");
        }

        return came.Refusal is { } why ? VouchersModule.Refused(why)
            : TypedResults.Ok(new ClaimResource(came.Journey!.Value.Value, came.Voucher is { } voucher ? VoucherResources.Of(voucher, came.Campaign!, now) : null, came.Brought));
    }

    private static async Task<Results<Ok<Page<ReferralResource>>, Problem>> Referrals(HttpContext http, ClaimDesk desk, IMarketCatalog markets, string? market = null)
    {
        var known = MarketOf(market, markets);
        return market is not null && known is null
            ? NoMarket(market)
            : TypedResults.Ok(new Page<ReferralResource>(await desk.Referrals(new CustomerId(Caller.IdOf(http.User)), known?.Operator, http.RequestAborted), null));
    }

    private static Task<IResult> Make(Guid id, ClaimLinksBody body, HttpContext http, CommandContext commands, IVoucherStore store, ClaimDesk desk, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var isOps = Caller.Is(http.User, Roles.Ops);
            var faults = new List<(string, string)>();
            ClaimKind? kind = (isOps, body.Source) switch
            {
                (true, null or "link") => ClaimKind.Link,
                (false, null or "game") => ClaimKind.Game,
                (false, "partner") => ClaimKind.Partner,
                _ => null,
            };
            if (kind is null)
            {
                faults.Add(("source", isOps ? "link is expected." : "game or partner is expected."));
            }

            if (body.Count is < 1 or > MostLinks)
            {
                faults.Add(("count", $"1 to {MostLinks:N0} are expected."));
            }

            if (body.ValidSeconds is { } seconds && !(seconds >= 1 && seconds <= LongestValid.TotalSeconds))
            {
                faults.Add(("valid_seconds", "1 to ten years is expected."));
            }

            if (faults.Count > 0)
            {
                return Problem.Invalid(faults);
            }

            if (await Of(id, http, store, cancellationToken) is not { } campaign)
            {
                return Unknown();
            }

            return campaign.Ends <= time.GetUtcNow()
                ? VouchersModule.Refused(Snake.Of(VoucherRejection.CampaignOver))
                : TypedResults.Ok(new ClaimLinksResource(desk.Make(campaign, kind!.Value, body.Count, body.ValidSeconds is { } valid ? TimeSpan.FromSeconds(valid) : null, stamp)));
        });

    private static async Task<Results<Ok<PartnerJobResource>, Problem>> Report(
        Guid id, PartnerJobBody body, HttpContext http, IVoucherStore store, ClaimDesk desk, JourneyDesk journeys, IMarketCatalog markets, IServiceProvider services)
    {
        var faults = new List<(string, string)>();
        if (body.Reference is not { } reference || !VouchersModule.IsReference(reference))
        {
            faults.Add(("reference", VouchersModule.ReferenceExpected));
        }

        if (body.CustomerId == Guid.Empty)
        {
            faults.Add(("customer_id", "A customer's id is expected."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        if (await Of(id, http, store, http.RequestAborted) is not { } campaign)
        {
            return Unknown();
        }

        if (MarketOf(body.Market, markets) is not { } market || market.Operator != campaign.Operator)
        {
            return NoMarket(body.Market);
        }

        if (await journeys.Of(body.JourneyId, http.RequestAborted) is not { } journey)
        {
            return JourneysModule.Unknown();
        }

        // Not stopped when the partner goes away: its repetition finds the voucher.
        var came = await desk.Report(new CustomerId(Caller.IdOf(http.User)), campaign, body, market.Id, journey, CancellationToken.None);
        if (came.Voucher is not { } voucher)
        {
            return VouchersModule.Refused(came.Refusal!);
        }

        // Whoever says it again may do so because the first time ended before the customer was told.
        if (services.GetService(typeof(IVoucherNews)) is IVoucherNews news)
        {
            await news.Issued(body.CustomerId, id, null, voucher.Code.Value, voucher.ExpiresAt, CancellationToken.None);
        }

        return TypedResults.Ok(new PartnerJobResource(voucher.Id.Value, body.CustomerId, voucher.ExpiresAt, came.Journey!.Value.Value));
    }

    /// <summary>A campaign that the caller may give vouchers of: any for an operator, those that name it for a partner.</summary>
    private static async ValueTask<Campaign?> Of(Guid id, HttpContext http, IVoucherStore store, CancellationToken cancellationToken) =>
        await store.Find(new CampaignId(id), cancellationToken) is { Campaign: var campaign } && (Caller.Is(http.User, Roles.Ops) || campaign.IsPartner(new CustomerId(Caller.IdOf(http.User)))) ? campaign : null;

    private static Market? MarketOf(string? market, IMarketCatalog markets) => MarketId.TryParse(market, out var id) ? markets.Find(id) : null;

    private static Problem NoMarket(string? market) => Problem.Of(Rejection.MarketUnknown, $"There is no market '{market}'.");

    private static Problem Unknown() => Problem.Of(404, "not_found", "There is no such campaign, or it does not name you as a partner.");
}
