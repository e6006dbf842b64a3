using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Books;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Payouts;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Payments.Payouts;

namespace O2O.Dispatch.Api.Payouts;

/// <summary>What payees are owed and were paid out.</summary>
internal static class PayoutsModule
{
    private const int MostRows = 10_000;
    private static readonly string[] Statuses = [.. Enum.GetValues<PayoutStatus>().Select(status => Snake.Of(status))];

    public static void MapPayouts(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Payouts");
        routes.MapGet("/provider/payouts", (HttpContext http, IPayoutStore store, IOptions<PayoutsOptions> options, TimeProvider time, int? limit = null, string? cursor = null) =>
            OfPayee(Payee.Of(new ProviderId(Caller.IdOf(http.User))), http, store, options, time, limit, cursor)).For(Roles.Provider);
        routes.MapGet("/ops/providers/{id}/payouts", (Guid id, HttpContext http, IPayoutStore store, IOptions<PayoutsOptions> options, TimeProvider time, int? limit = null, string? cursor = null) =>
            OfPayee(Payee.Of(new ProviderId(id)), http, store, options, time, limit, cursor)).For(Roles.Ops);
        routes.MapGet("/merchant/payouts", OfMerchant).For(Roles.Merchant, Roles.Counter);
        routes.MapGet("/ops/merchants/{id}/payouts", (Guid id, HttpContext http, IPayoutStore store, IOptions<PayoutsOptions> options, TimeProvider time, int? limit = null, string? cursor = null) =>
            OfPayee(Payee.Of(new MerchantId(id)), http, store, options, time, limit, cursor)).For(Roles.Ops);
        routes.MapGet("/ops/payouts", All).For(Roles.Ops).Produces<Page<PayoutResource>>(StatusCodes.Status200OK, "application/json", BooksCsv.MediaType);
        routes.MapPost("/ops/payouts/{id}/retry", Retry).For(Roles.Ops);
    }

    private static async Task<Results<Ok<PayeeResource>, Problem>> OfMerchant(
        HttpContext http, MerchantDoor door, IPayoutStore store, IOptions<PayoutsOptions> options, TimeProvider time, int? limit = null, string? cursor = null)
    {
        var (opened, problem) = await door.Open(http, owner: true);
        return opened is { } scope ? await OfPayee(Payee.Of(scope.Merchant.Id), http, store, options, time, limit, cursor) : problem!;
    }

    private static async Task<Results<Ok<PayeeResource>, Problem>> OfPayee(
        Payee payee, HttpContext http, IPayoutStore store, IOptions<PayoutsOptions> options, TimeProvider time, int? limit, string? cursor)
    {
        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfIds(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var enabled = options.Value.Enabled;
        var account = await store.Account(payee, http.RequestAborted);
        var balances = await store.Balances(payee, http.RequestAborted);
        return TypedResults.Ok(new PayeeResource(
            enabled,
            enabled ? PayoutPeriod.Next(time.GetUtcNow(), options.Value.Period) : null,
            account is null ? null : new PayeeAccountResource(
                account.Account, account.TakesTransfers, account.PaysOut, [.. account.Missing.Split(',', StringSplitOptions.RemoveEmptyEntries)], account.CheckedAt),
            [.. balances.Select(balance => new PayeeBalanceResource(
                balance.Currency.Code, balance.Payable, payee.Kind == PayeeKind.Provider ? balance.Owed : 0, payee.Kind == PayeeKind.Merchant ? balance.Owed : 0))],
            await Page(store, payee, null, before, count, http.RequestAborted)));
    }

    private static async Task<IResult> All(
        HttpContext http,
        IPayoutStore store,
        string? status = null,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "provider_id")] Guid? provider = null,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "merchant_id")] Guid? merchant = null,
        int? limit = null,
        string? cursor = null,
        string? format = null)
    {
        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfIds(limit, cursor, faults);
        PayoutStatus? only = null;
        if (!string.IsNullOrEmpty(status))
        {
            var at = Array.IndexOf(Statuses, status);
            only = (PayoutStatus)at;
            if (at < 0)
            {
                faults.Add(("status", $"'{status}' is no status. There are {string.Join(", ", Statuses)}."));
            }
        }

        if (provider is not null && merchant is not null)
        {
            faults.Add(("merchant_id", "One of provider_id and merchant_id is enough."));
        }

        if (format is not (null or "json" or "csv"))
        {
            faults.Add(("format", "json or csv is expected."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        Payee? payee = provider is { } p ? Payee.Of(new ProviderId(p)) : merchant is { } m ? Payee.Of(new MerchantId(m)) : null;
        if (format != "csv")
        {
            return TypedResults.Ok(await Page(store, payee, only, before, count, http.RequestAborted));
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(text, await store.Page(payee, only, before, MostRows, http.RequestAborted));
        return TypedResults.Text(text.ToString(), BooksCsv.MediaType, Encoding.UTF8);
    }

    // Repeating it is harmless: what is under way again is not tried again.
    private static async Task<Results<Ok<PayoutResource>, Problem>> Retry(Guid id, HttpContext http, IPayoutStore store)
    {
        if (await store.Retry(id, http.RequestAborted) is { } again)
        {
            return TypedResults.Ok(Of(again));
        }

        return await store.Find(id, http.RequestAborted) is not { } payout ? Problem.Of(404, "not_found", "There is no such payout.")
            : payout is { Attempt: > 1, Status: PayoutStatus.Pending or PayoutStatus.InTransit } ? TypedResults.Ok(Of(payout))
            : Problem.Of(Rejection.PaymentStateWrong, "Only a payout that failed or was canceled is tried again.");
    }

    private static async Task<Page<PayoutResource>> Page(IPayoutStore store, Payee? payee, PayoutStatus? status, Guid? before, int count, CancellationToken cancellationToken)
    {
        var found = await store.Page(payee, status, before, count + 1, cancellationToken);
        var shown = found.Length > count ? found[..count] : found;
        return new Page<PayoutResource>([.. shown.Select(Of)], found.Length > count ? Cursors.Of(shown[^1].Id) : null);
    }

    private static void Write(TextWriter output, IEnumerable<Payout> payouts)
    {
        var rows = new CsvRows(output);
        rows.Names("payout_id", "payee", "payee_id", "created_at", "period", "currency", "amount", "status", "attempt", "reference", "code", "arrives_at");
        foreach (var payout in payouts)
        {
            rows.Text(payout.Id.ToString("N")).Text(Snake.Of(payout.Payee.Kind)).Text(payout.Payee.Id.ToString("N")).Plain(Instant(payout.CreatedAt)).Plain(payout.Period)
                .Text(payout.Amount.Currency.Code).Plain(AmountText.Of(payout.Amount.MinorUnits, payout.Amount.Currency.Code)).Text(Snake.Of(payout.Status))
                .Plain(payout.Attempt.ToString(CultureInfo.InvariantCulture)).Text(payout.Reference).Text(payout.Code).Text(payout.ArrivesAt is { } at ? Instant(at) : null).End();
        }
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static PayoutResource Of(Payout payout) => new(
        payout.Id,
        Snake.Of(payout.Payee.Kind),
        payout.Payee.Id,
        payout.Amount.Currency.Code,
        payout.Amount.MinorUnits,
        payout.Period,
        payout.Attempt,
        Snake.Of(payout.Status),
        payout.Reference,
        payout.Code,
        payout.CreatedAt,
        payout.ArrivesAt);
}
