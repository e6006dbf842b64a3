using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>Endpoints of webhooks and the log of deliveries. An integrator and a merchant's owner see their own, operators see all.</summary>
internal static class WebhooksModule
{
    private const string Scope = "webhooks";
    private const string Path = "/v1/webhook-endpoints";
    private const string MerchantPath = "/v1/merchant/webhook-endpoints";
    private const int SecretBytes = 32;
    private const int MaxDescription = 200;
    private const int MaxOverlapSeconds = 604_800;
    private const int OverlapSeconds = 86_400;
    private const int ReplayPages = 20;
    private static readonly TimeSpan MaxReplay = TimeSpan.FromDays(31);
    private static readonly string[] States = [.. Enum.GetValues<WebhookDeliveryState>().Select(state => Snake.Of(state))];

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        Map(app.MapGroup(Path).WithTags("Webhooks"), route => route.For(Scope, [Roles.Ops]));
        Map(app.MapGroup(MerchantPath).WithTags("Webhooks"), route => route.For(Roles.Merchant, Roles.Counter));
        app.MapGet("/v1/ops/webhook-deliveries", AllDeliveries).WithTags("Operations").For(Roles.Ops);
    }

    private static void Map(RouteGroupBuilder routes, Action<RouteHandlerBuilder> letIn)
    {
        letIn(routes.MapGet("", List));
        letIn(routes.MapPost("", Make));
        letIn(routes.MapGet("/{id}", Get));
        letIn(routes.MapDelete("/{id}", Delete));
        letIn(routes.MapPost("/{id}/enable", (Guid id, HttpContext http, WebhookDoor door, IWebhookStore store) => Switch(id, WebhookEndpointState.Enabled, http, door, store)));
        letIn(routes.MapPost("/{id}/disable", (Guid id, HttpContext http, WebhookDoor door, IWebhookStore store) => Switch(id, WebhookEndpointState.Disabled, http, door, store)));
        letIn(routes.MapPost("/{id}/roll-secret", Roll));
        letIn(routes.MapPost("/{id}/ping", Ping));
        letIn(routes.MapPost("/{id}/replay", Replay));
        letIn(routes.MapGet("/{id}/deliveries", Deliveries));
        letIn(routes.MapPost("/{id}/deliveries/{delivery}/redeliver", Redeliver));
    }

    private static async Task<Results<Ok<Page<WebhookEndpointResource>>, Problem>> List(
        HttpContext http, WebhookDoor door, IWebhookStore store, int? limit = null, string? cursor = null)
    {
        var (scope, problem) = await door.Open(http);
        if (scope is null)
        {
            return problem!;
        }

        var faults = new List<(string, string)>();
        var (count, after) = Cursors.PageOfIds(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await store.Page(scope.Owner, after, count + 1, http.RequestAborted);
        var shown = found.Length > count ? found[..count] : found;
        return TypedResults.Ok(new Page<WebhookEndpointResource>([.. shown.Select(endpoint => Of(endpoint))], found.Length > count ? Cursors.Of(shown[^1].Id) : null));
    }

    private static async Task<Results<Created<WebhookEndpointResource>, Problem>> Make(
        WebhookEndpointBody body, HttpContext http, WebhookDoor door, IWebhookStore store, IOptions<WebhookOptions> options, IIdSource ids, ISecretSource secrets, TimeProvider time)
    {
        var (scope, problem) = await door.Open(http);
        if (scope is null)
        {
            return problem!;
        }

        var owner = scope.Owner;
        var faults = Faults(body, owner, options.Value).ToList();
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        if (owner is not null && (await store.Page(owner, null, options.Value.EndpointsPerOwner, http.RequestAborted)).Length >= options.Value.EndpointsPerOwner)
        {
            return Problem.Of(409, "too_many_endpoints", $"There are {options.Value.EndpointsPerOwner} endpoints of one owner at the most: delete one first.");
        }

        var secret = Secret(secrets);
        var endpoint = new WebhookEndpoint(
            ids.Next(),
            owner,
            body.Url,
            body.Description,
            [.. (body.Types ?? []).Distinct().Order(StringComparer.Ordinal)],
            (owner is { IsMerchant: false } account ? account.Id : body.CustomerId) is { } customer ? new CustomerId(customer) : null,
            body.Market,
            owner is { IsMerchant: true } merchant ? merchant.Id : body.MerchantId,
            secret,
            null,
            null,
            WebhookEndpointState.Enabled,
            time.GetUtcNow(),
            null);
        await store.Add(endpoint, CancellationToken.None);
        return TypedResults.Created($"{(owner is { IsMerchant: true } ? MerchantPath : Path)}/{endpoint.Id:N}", Of(endpoint) with { Secret = secret });
    }

    private static async Task<Results<Ok<WebhookEndpointResource>, Problem>> Get(Guid id, HttpContext http, WebhookDoor door)
    {
        var (endpoint, problem) = await door.Find(id, http);
        return endpoint is null ? problem! : TypedResults.Ok(Of(endpoint));
    }

    private static async Task<Results<NoContent, Problem>> Delete(Guid id, HttpContext http, WebhookDoor door, IWebhookStore store)
    {
        var (endpoint, problem) = await door.Find(id, http);
        if (endpoint is null)
        {
            return problem!;
        }

        await store.Delete(id, CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<WebhookEndpointResource>, Problem>> Switch(Guid id, WebhookEndpointState state, HttpContext http, WebhookDoor door, IWebhookStore store)
    {
        var (endpoint, problem) = await door.Find(id, http);
        return endpoint is null ? problem!
            : await store.Switch(id, state, CancellationToken.None) is { } switched ? TypedResults.Ok(Of(switched))
            : WebhookDoor.NotFound();
    }

    private static async Task<Results<Ok<WebhookEndpointResource>, Problem>> Roll(
        Guid id, WebhookRollBody body, HttpContext http, WebhookDoor door, IWebhookStore store, ISecretSource secrets, TimeProvider time)
    {
        var (endpoint, problem) = await door.Find(id, http);
        if (endpoint is null)
        {
            return problem!;
        }

        var overlap = body.ExpiresInSeconds ?? OverlapSeconds;
        if (overlap is < 0 or > MaxOverlapSeconds)
        {
            return Problem.Invalid(("expires_in_seconds", $"0 to {MaxOverlapSeconds} is expected."));
        }

        var secret = Secret(secrets);
        return await store.Roll(id, secret, time.GetUtcNow() + TimeSpan.FromSeconds(overlap), CancellationToken.None) is { } rolled
            ? TypedResults.Ok(Of(rolled) with { Secret = secret })
            : WebhookDoor.NotFound();
    }

    private static async Task<Results<Accepted<WebhookDeliveryResource>, Problem>> Ping(
        Guid id, HttpContext http, WebhookDoor door, IWebhookStore store, IOptions<WebhookOptions> options, IIdSource ids, TimeProvider time)
    {
        var (endpoint, problem) = await door.Working(id, http);
        if (endpoint is null)
        {
            return problem!;
        }

        var now = time.GetUtcNow();
        var what = WebhookEvents.Ping(ids.Next(), now);
        var delivery = WebhookDelivery.Of(ids.Next(), id, what, now, options.Value.GiveUpAfter);
        await store.Requeue([what], [delivery], now, CancellationToken.None);
        return TypedResults.Accepted((string?)null, Of(delivery));
    }

    private static async Task<Results<Ok<WebhookReplayResource>, Problem>> Replay(
        Guid id, WebhookReplayBody body, HttpContext http, WebhookDoor door, IWebhookStore store, IJobFeed feed, WebhookPump pump, IOptions<WebhookOptions> options, TimeProvider time)
    {
        var faults = new List<(string, string)>();
        if (body.To <= body.From || body.To - body.From > MaxReplay)
        {
            faults.Add(("to", $"It has to be later than from, by {MaxReplay.TotalDays} days at the most."));
        }

        string? position = null;
        if (!string.IsNullOrEmpty(body.Cursor) && !TryRead(body.Cursor, feed, out position))
        {
            faults.Add(("cursor", "This is no cursor of a replay: take next_cursor of the answer before."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var (endpoint, problem) = await door.Working(id, http);
        if (endpoint is null)
        {
            return problem!;
        }

        var queued = 0;
        for (var page = 0; page < ReplayPages; page++)
        {
            var now = time.GetUtcNow();
            var found = await feed.Within(body.From, body.To, position, options.Value.QueueBatch, http.RequestAborted);
            if (found.Entries.IsEmpty)
            {
                return TypedResults.Ok(new WebhookReplayResource(queued, null));
            }

            var (events, deliveries) = await pump.DeliveriesOf(found.Entries, [endpoint], now, http.RequestAborted);
            await store.Requeue(events, deliveries, now, CancellationToken.None);
            queued += deliveries.Length;
            position = found.Position;
        }

        return TypedResults.Ok(new WebhookReplayResource(queued, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(position!))));
    }

    private static async Task<Results<Ok<Page<WebhookDeliveryResource>>, Problem>> Deliveries(
        Guid id, HttpContext http, WebhookDoor door, IWebhookStore store, string? state = null, int? limit = null, string? cursor = null)
    {
        var (endpoint, problem) = await door.Find(id, http);
        return endpoint is null ? problem! : await Log(id, http, store, state, limit, cursor);
    }

    private static Task<Results<Ok<Page<WebhookDeliveryResource>>, Problem>> AllDeliveries(
        HttpContext http, IWebhookStore store, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "endpoint_id")] Guid? endpoint = null, string? state = null, int? limit = null, string? cursor = null) =>
        Log(endpoint, http, store, state, limit, cursor);

    private static async Task<Results<Accepted<WebhookDeliveryResource>, Problem>> Redeliver(
        Guid id, Guid delivery, HttpContext http, WebhookDoor door, IWebhookStore store, IOptions<WebhookOptions> options, TimeProvider time)
    {
        var (endpoint, problem) = await door.Working(id, http);
        if (endpoint is null)
        {
            return problem!;
        }

        var now = time.GetUtcNow();
        return await store.Redeliver(id, delivery, now, now + options.Value.GiveUpAfter, CancellationToken.None) is { } again
            ? TypedResults.Accepted((string?)null, Of(again))
            : Problem.Of(404, "not_found", "There is no such delivery.");
    }

    private static async Task<Results<Ok<Page<WebhookDeliveryResource>>, Problem>> Log(Guid? endpoint, HttpContext http, IWebhookStore store, string? state, int? limit, string? cursor)
    {
        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfIds(limit, cursor, faults);
        WebhookDeliveryState? only = null;
        if (!string.IsNullOrEmpty(state))
        {
            var at = Array.IndexOf(States, state);
            only = (WebhookDeliveryState)at;
            if (at < 0)
            {
                faults.Add(("state", $"'{state}' is no state. There are {string.Join(", ", States)}."));
            }
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await store.Deliveries(endpoint, only, before, count + 1, http.RequestAborted);
        var shown = found.Length > count ? found[..count] : found;
        return TypedResults.Ok(new Page<WebhookDeliveryResource>([.. shown.Select(Of)], found.Length > count ? Cursors.Of(shown[^1].Id) : null));
    }

    private static IEnumerable<(string, string)> Faults(WebhookEndpointBody body, WebhookOwner? owner, WebhookOptions options)
    {
        if (WebhookTargets.Fault(body.Url, options) is { } url)
        {
            yield return ("url", url);
        }

        var known = owner is { IsMerchant: true } ? WebhookTypes.OfMerchants : WebhookTypes.All;
        foreach (var type in (body.Types ?? []).Where(type => type is null || !known.Contains(type)))
        {
            yield return ("types", $"'{type}' is no event type. There are {string.Join(", ", known)}.");
        }

        if (body.Market is not null && !MarketId.TryParse(body.Market, out _))
        {
            yield return ("market", "This is no name of a market.");
        }

        if (body.MerchantId == Guid.Empty)
        {
            yield return ("merchant_id", "The empty id names nothing.");
        }

        if (body.CustomerId == Guid.Empty)
        {
            yield return ("customer_id", "The empty id names nothing.");
        }

        if (owner is { IsMerchant: false } account && body.CustomerId is { } other && other != account.Id)
        {
            yield return ("customer_id", "A key's endpoint is sent what concerns the key's own account, and no other.");
        }

        if (owner is { IsMerchant: true } && body.CustomerId is not null)
        {
            yield return ("customer_id", "A merchant's endpoint is sent what concerns its orders, whoever's they are.");
        }

        if (owner is { IsMerchant: true } merchant && body.MerchantId is { } another && another != merchant.Id)
        {
            yield return ("merchant_id", "A merchant's endpoint is sent what concerns its own orders, and no others.");
        }

        if (body.Description is { Length: > MaxDescription })
        {
            yield return ("description", $"At most {MaxDescription} characters are expected.");
        }
    }

    private static bool TryRead(string cursor, IJobFeed feed, out string? position)
    {
        position = null;
        if (!Base64Url.IsValid(cursor))
        {
            return false;
        }

        position = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return feed.IsPosition(position);
    }

    private static string Secret(ISecretSource secrets) => WebhookSignature.Prefix + Base64Url.EncodeToString(secrets.Bytes(SecretBytes));

    private static WebhookEndpointResource Of(WebhookEndpoint endpoint) => new(
        endpoint.Id,
        endpoint.Url,
        endpoint.Types,
        endpoint.Market,
        endpoint.Merchant,
        endpoint.Customer?.Value,
        endpoint.Description,
        endpoint.State,
        endpoint.CreatedAt,
        endpoint.FailingSince,
        endpoint.OldSecretUntil);

    private static WebhookDeliveryResource Of(WebhookDelivery delivery) => new(
        delivery.Id,
        delivery.Endpoint,
        delivery.Event,
        delivery.Type,
        delivery.Job,
        delivery.State,
        delivery.Attempts,
        delivery.CreatedAt,
        delivery.State == WebhookDeliveryState.Pending ? delivery.DueAt : null,
        delivery.Last?.At,
        delivery.Last?.Status,
        delivery.Last?.LatencyMilliseconds,
        delivery.Last?.Fault,
        delivery.Last?.Answer,
        delivery.Tries is { } tries ? [.. tries.Items.Select(one => new WebhookTryResource(one.At, one.Status, one.LatencyMilliseconds, one.Fault, one.Answer))] : null);
}
