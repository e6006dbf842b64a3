using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Vouchers;

/// <summary>Campaigns for operators; vouchers and codes for customers.</summary>
internal static class VouchersModule
{
    /// <summary>What a reference is.</summary>
    public static readonly string ReferenceExpected = $"1 to {LongestReference} characters are expected, none of them a control character.";

    private const int LongestReference = 100;

    public static void MapVouchers(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Vouchers");
        routes.MapGet("/me/vouchers", Mine).For(Roles.Customer);
        routes.MapPost("/me/vouchers", Enter).For(Roles.Customer);
        routes.MapPost("/ops/campaigns", Create).For(Roles.Ops);
        routes.MapGet("/ops/campaigns", List).For(Roles.Ops);
        routes.MapGet("/ops/campaigns/{id}", Find).For(Roles.Ops);
        routes.MapPost("/ops/campaigns/{id}/change", Change).For(Roles.Ops);
        routes.MapPost("/ops/campaigns/{id}/vouchers", Issue).For(Roles.Ops);
    }

    /// <summary>A quote's voucher that cannot be used, or a code that gives nothing.</summary>
    public static Problem Refused(string why) => Problem.Of(why == Snake.Of(VoucherRejection.CodeUnknown) || why == Snake.Of(VoucherRejection.LinkUnknown) ? 404 : 409, $"voucher_{why}", Words(why));

    /// <summary>Whether a partner's or an operator's reference is one: no store keeps a NUL, and nobody means one.</summary>
    public static bool IsReference(string reference) => reference.Length is >= 1 and <= LongestReference && !reference.Any(char.IsControl);

    /// <summary>Too many codes or links that are none.</summary>
    public static Problem TriesSpent(DateTimeOffset at, DateTimeOffset now, string what)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling((at - now).TotalSeconds));
        return Problem.Of(429, "voucher_tries_spent", $"Too many {what} that are none. Try again after {seconds} s.", seconds);
    }

    private static async Task<Results<Ok<Page<VoucherResource>>, Problem>> Mine(HttpContext http, IVoucherStore store, TimeProvider time, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfIds(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var now = time.GetUtcNow();
        var found = await store.Of(new CustomerId(Caller.IdOf(http.User)), before is { } id ? new VoucherId(id) : null, count + 1, http.RequestAborted);
        return TypedResults.Ok(Pages.Of(found, count, one => VoucherResources.Of(one.Voucher, one.Campaign, now), one => one.Voucher.Id.Value));
    }

    private static async Task<Results<Ok<VoucherResource>, Problem>> Enter(VoucherCodeBody body, HttpContext http, VoucherDesk desk, IVoucherStore store, TimeProvider time)
    {
        var entry = await desk.Enter(new CustomerId(Caller.IdOf(http.User)), body.Code, http.RequestAborted);
        var now = time.GetUtcNow();
        if (entry.TryAgainAt is { } at)
        {
            return TriesSpent(at, now, "codes");
        }

        if (entry.Fault is { } fault)
        {
            return Problem.Invalid(("code", fault switch
            {
                VoucherCodeFault.LengthWrong => "12 letters and digits are expected, spaces and hyphens not counted.",
                VoucherCodeFault.SymbolUnknown => "It has a character that no code has.",
                VoucherCodeFault.Mistyped => "It is mistyped: look at it once more.",
            }));
        }

        return entry.Voucher is { } voucher && await store.Find(voucher.Campaign, http.RequestAborted) is { } account
            ? TypedResults.Ok(VoucherResources.Of(voucher, account.Campaign, now))
            : Refused(entry.Refusal ?? Snake.Of(VoucherRejection.CodeUnknown));
    }

    private static Task<IResult> Create(
        CampaignBody body, HttpContext http, CommandContext commands, IVoucherStore store, IMarketCatalog markets, ISecretSource secrets, VoucherDesk desk, ClaimTokens tokens, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            // The id follows from the command's: a repetition meets the same campaign.
            var id = new CampaignId(CommandStamp.DeterministicId($"campaign\n{stamp.Id:N}"));
            var faults = new List<(string, string)>();
            var campaign = VoucherResources.Read(body, id, faults);
            if (campaign is not null && !markets.All.Any(market => market.Operator == campaign.Operator))
            {
                faults.Add(("operator", $"'{campaign.Operator}' runs no market here."));
            }

            if (campaign?.Referral?.Friend is { } friend && (await store.Find(friend, cancellationToken))?.Campaign.Operator != campaign.Operator)
            {
                faults.Add(("referral.friend_campaign_id", "The operator has no such campaign."));
            }

            if (campaign is null || faults.Count > 0)
            {
                return Problem.Invalid(faults);
            }

            var made = await store.Add(
                CampaignAccount.Of(campaign, body.PublicCode ? VoucherCode.Of(secrets.Bytes(VoucherCode.RandomBytes)) : null, time.GetUtcNow()), cancellationToken);
            desk.Forget();
            return TypedResults.Created($"/v1/ops/campaigns/{id}", VoucherResources.Of(made, tokens, time.GetUtcNow()));
        });

    private static async Task<Results<Ok<Page<CampaignResource>>, Problem>> List(
        HttpContext http, IVoucherStore store, ClaimTokens tokens, TimeProvider time, string? @operator = null, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfIds(limit, cursor, faults);
        OperatorId? whose = OperatorId.TryParse(@operator, out var named) ? named : null;
        if (whose is null && !string.IsNullOrEmpty(@operator))
        {
            faults.Add(("operator", "There is no such operator."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await store.List(whose, before is { } id ? new CampaignId(id) : null, count + 1, http.RequestAborted);
        return TypedResults.Ok(Pages.Of(found, count, account => VoucherResources.Of(account, tokens, time.GetUtcNow()), account => account.Campaign.Id.Value));
    }

    private static async Task<Results<Ok<CampaignResource>, Problem>> Find(Guid id, HttpContext http, IVoucherStore store, IGrainFactory grains, ClaimTokens tokens, TimeProvider time)
    {
        if (await store.Find(new CampaignId(id), http.RequestAborted) is null)
        {
            return Unknown();
        }

        // What quotes held that have run out since is not reserved.
        await grains.GetGrain<ICampaignGrain>(id.ToString("N")).Lapse(http.RequestAborted);
        return TypedResults.Ok(VoucherResources.Of((await store.Find(new CampaignId(id), http.RequestAborted))!, tokens, time.GetUtcNow()));
    }

    private static Task<IResult> Change(Guid id, CampaignChangeBody body, HttpContext http, CommandContext commands, IVoucherStore store, VoucherDesk desk, ClaimTokens tokens, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: false, async (_, cancellationToken) =>
        {
            var now = time.GetUtcNow();
            var ends = body.EndsAt is { } at && at < now ? now : body.EndsAt;
            var account = await store.Change(new CampaignId(id), body.Paused, ends, cancellationToken);
            desk.Forget();
            return account is null ? Unknown() : TypedResults.Ok(VoucherResources.Of(account, tokens, now));
        });

    private static Task<IResult> Issue(Guid id, VoucherIssueBody body, HttpContext http, CommandContext commands, IVoucherStore store, IGrainFactory grains, IServiceProvider services, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var faults = new List<(string, string)>();
            if (!Snake.TryRead<VoucherSource>(body.Source ?? Snake.Of(VoucherSource.Operator), out var source) || source is VoucherSource.Job or VoucherSource.Code or VoucherSource.Game)
            {
                faults.Add(("source", "link, referral, partner or operator is expected."));
            }

            if (body.Reference is { } told && !IsReference(told))
            {
                faults.Add(("reference", ReferenceExpected));
            }

            if (faults.Count > 0)
            {
                return Problem.Invalid(faults);
            }

            if (await store.Find(new CampaignId(id), cancellationToken) is not { } account)
            {
                return Unknown();
            }

            var reference = body.Reference is { } named ? $"{Snake.Of(source)}:{named}" : $"key:{stamp.Id:N}";
            var reply = await grains.GetGrain<ICampaignGrain>(id.ToString("N")).Issue(new IssueVoucher(body.CustomerId, Snake.Of(source), reference), cancellationToken);
            if (reply.Refusal is { } why)
            {
                return Refused(why);
            }

            // Told also when it is said again: the first time may have ended before the customer was.
            var voucher = (await store.Find(new VoucherId(reply.Voucher!.Value), cancellationToken))!;
            if (body.CustomerId is { } customer && services.GetService(typeof(IVoucherNews)) is IVoucherNews news)
            {
                await news.Issued(customer, id, null, voucher.Code.Value, voucher.ExpiresAt, cancellationToken);
            }

            return TypedResults.Ok(VoucherResources.Of(voucher, account.Campaign, time.GetUtcNow()));
        });

    private static Problem Unknown() => Problem.Of(404, "not_found", "There is no such campaign.");

    private static string Words(string why) => !Snake.TryRead<VoucherRejection>(why, out var known) ? "It cannot be used." : known switch
    {
        VoucherRejection.CodeUnknown => "There is no such voucher.",
        VoucherRejection.NotYours => "It is another customer's.",
        VoucherRejection.HeldElsewhere => "Another order has it.",
        VoucherRejection.AlreadyRedeemed => "It was used.",
        VoucherRejection.Expired => "Its time is over.",
        VoucherRejection.Voided => "It was taken back.",
        VoucherRejection.NotHeld => "This order does not hold it.",
        VoucherRejection.AboveHeld => "More was to be used than is held.",
        VoucherRejection.NotForThis => "It is not for this market, service or merchant.",
        VoucherRejection.NotHere => "It is not for this place.",
        VoucherRejection.NotNow => "It is not for this day or hour.",
        VoucherRejection.BelowMinimumSpend => "The price is below the least that it asks for.",
        VoucherRejection.NotTheFirstTime => "It is for a first order alone.",
        VoucherRejection.WorthNothing => "It is worth nothing on this order.",
        VoucherRejection.NotStackable => "It does not go together with the one that was taken.",
        VoucherRejection.CampaignNotBegun => "Its campaign has not begun.",
        VoucherRejection.CampaignOver => "Its campaign was paused or is over.",
        VoucherRejection.BudgetSpent => "Its campaign has given all it had.",
        VoucherRejection.CampaignCapReached => "As many as its campaign allows were used.",
        VoucherRejection.CustomerCapReached => "You have used as many as one customer may.",
        VoucherRejection.MarginFloorReached => "It cannot be given here for now.",
        VoucherRejection.LinkUnknown => "There is no such link here.",
        VoucherRejection.LinkExpired => "The link's time is over.",
        VoucherRejection.OwnLink => "It is your own link: it is for others.",
        VoucherRejection.ReferredBefore => "You came by another's link before.",
    };
}
