using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Api.Gateway;

/// <summary>Where the payment gateway tells its news, and what operators see of it.</summary>
internal static class GatewayModule
{
    private const string SignatureHeader = "Stripe-Signature";

    public static void MapGateway(this IEndpointRouteBuilder app)
    {
        app.MapPost("/webhooks/stripe", Take).WithTags("Gateway").AllowAnonymous();
        app.MapGet("/v1/ops/webhooks", List).WithTags("Operations").For(Roles.Ops);
        app.MapPost("/v1/ops/webhooks/{number}/retry", Retry).WithTags("Operations").For(Roles.Ops);
        app.MapGet("/v1/ops/payments/reconciliation", Reconciled).WithTags("Operations").For(Roles.Ops);
        app.MapGet("/v1/ops/payments/refusals", Refusals).WithTags("Operations").For(Roles.Ops);
    }

    /// <summary>Stores first and answers then; what the body says is acted on after the answer.</summary>
    private static async Task<IResult> Take(HttpContext http, PaymentWebhooks webhooks, IOptions<PaymentsOptions> options)
    {
        var limit = options.Value.WebhookBytes;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }

        if (await Body(http.Request, limit, http.RequestAborted) is not { } body)
        {
            return Problem.Of(413, "too_large", $"A webhook has at most {limit} bytes.");
        }

        return await webhooks.Receive(body, http.Request.Headers[SignatureHeader].ToString(), http.RequestAborted) switch
        {
            WebhookReceipt.Stored or WebhookReceipt.Repeated => TypedResults.Ok(),
            WebhookReceipt.Closed => Problem.Of(404, "not_found", "No signing secret is configured (Payments:WebhookSecret): no webhook is taken."),
            WebhookReceipt.Forged => Problem.Of(400, "signature_invalid", "The signature is missing, malformed, wrong or out of time."),
            WebhookReceipt.Malformed => Problem.Of(400, "input_invalid", "The body is no event: id, type and created are expected."),
        };
    }

    private static async Task<Results<Ok<Page<WebhookResource>>, Problem>> List(
        HttpContext http, IPaymentWebhookStore store, string? state = null, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        WebhookState? only = null;
        if (state is not null)
        {
            only = Enum.GetValues<WebhookState>().Cast<WebhookState?>().FirstOrDefault(known => Snake.Of(known!) == state);
            if (only is null)
            {
                faults.Add(("state", $"One of {string.Join(", ", Enum.GetValues<WebhookState>().Select(known => Snake.Of(known)))} is expected."));
            }
        }

        var (count, before) = Cursors.PageOfNumbers(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await store.Page(only, before, count + 1, http.RequestAborted);
        var shown = found.Length > count ? found[..count] : found;
        return TypedResults.Ok(new Page<WebhookResource>(
            [.. shown.Select(row => new WebhookResource(
                row.Number, row.EventId, row.Type, row.Account, row.CreatedAt, row.ReceivedAt, Snake.Of(row.State), row.Reason, row.HandledAt,
                row.Attempts, row.State == WebhookState.Received && !row.IsParked ? row.DueAt : null, row.IsParked, row.Error))],
            found.Length > count ? Cursors.Of(shown[^1].Number) : null));
    }

    private static async Task<Results<NoContent, Problem>> Retry(long number, HttpContext http, IPaymentWebhookStore store, TimeProvider time) =>
        await store.Unpark(number, time.GetUtcNow(), http.RequestAborted)
            ? TypedResults.NoContent()
            : Problem.Of(404, "not_found", $"No webhook {number} is set aside: it was acted on meanwhile, or is being tried.");

    private static async Task<Results<Ok<Page<PaymentRefusalResource>>, Problem>> Refusals(
        HttpContext http, IPaymentRefusalStore store, Guid? customer = null, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfNumbers(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await store.Page(customer is { } id ? new CustomerId(id) : null, before, count + 1, http.RequestAborted);
        var shown = found.Length > count ? found[..count] : found;
        return TypedResults.Ok(new Page<PaymentRefusalResource>(
            [.. shown.Select(row => new PaymentRefusalResource(row.Number, row.At, row.Customer.Value, row.What, row.Method, row.Why, row.Job?.Value, row.AmountMinorUnits, row.Currency, row.AskedBy))],
            found.Length > count ? Cursors.Of(shown[^1].Number) : null));
    }

    private static async Task<Ok<ReconciliationResource>> Reconciled(HttpContext http, ReconciliationView view) => TypedResults.Ok(await view.Latest(http.RequestAborted));

    /// <summary>The body as it came; null when it is too long.</summary>
    private static async Task<ReadOnlyMemory<byte>?> Body(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        var buffer = new byte[8_192];
        using var body = new MemoryStream();
        for (int count; (count = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + count > limit)
            {
                return null;
            }

            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }
}
