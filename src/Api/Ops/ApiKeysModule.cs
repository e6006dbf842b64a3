using System.Buffers.Text;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Api.Ops;

/// <summary>Keys of integrators.</summary>
internal static class ApiKeysModule
{
    private const int MaxName = 100;
    private const int KeyBytes = 32;

    public static void MapApiKeys(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/ops/api-keys").WithTags("Operations");
        routes.MapGet("", List).For(Roles.Ops);
        routes.MapPost("", Make).For(Roles.Ops);
        routes.MapDelete("/{id}", Revoke).For(Roles.Ops);
    }

    private static async Task<Results<Ok<Page<ApiKeyResource>>, Problem>> List(HttpContext http, IApiKeyStore store, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        var (count, after) = Cursors.PageOfIds(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await store.Page(after, count + 1, http.RequestAborted);
        var shown = found.Length > count ? found[..count] : found;
        return TypedResults.Ok(new Page<ApiKeyResource>([.. shown.Select(key => Of(key))], found.Length > count ? Cursors.Of(shown[^1].Id) : null));
    }

    private static async Task<Results<Created<ApiKeyResource>, Problem>> Make(
        ApiKeyBody body, HttpContext http, IApiKeyStore store, IGrainFactory grains, IIdSource ids, ISecretSource secrets, TimeProvider time)
    {
        var faults = new List<(string, string)>();
        if (string.IsNullOrWhiteSpace(body.Name) || body.Name.Length > MaxName)
        {
            faults.Add(("name", $"1 to {MaxName} characters are expected."));
        }

        if (body.Scopes.IsDefaultOrEmpty || body.Scopes.Any(scope => !ApiKeys.Scopes.Contains(scope)))
        {
            faults.Add(("scopes", $"At least one of {string.Join(", ", ApiKeys.Scopes)} is expected."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var customer = body.CustomerId ?? ids.Next();
        if (body.CustomerId is null)
        {
            var reply = await grains.GetGrain<ICustomerGrain>(customer.ToString("N")).Change(new ChangeCustomer(body.Name, "pm_card_ok", false, null), CancellationToken.None);
            if (reply.Rejection is { } why)
            {
                return Problem.Of(why, reply.Detail);
            }
        }

        var secret = ApiKeys.Prefix + Base64Url.EncodeToString(secrets.Bytes(KeyBytes));
        var key = new ApiKeyEntry(
            ids.Next(), body.Name, new CustomerId(customer), [.. body.Scopes.Distinct().Order(StringComparer.Ordinal)], ApiKeys.Hash(secret), time.GetUtcNow(), null);
        await store.Add(key, CancellationToken.None);
        return TypedResults.Created($"/v1/ops/api-keys/{key.Id:N}", Of(key) with { Key = secret });
    }

    private static async Task<Results<Ok<ApiKeyResource>, Problem>> Revoke(Guid id, IApiKeyStore store, ApiKeys keys, TimeProvider time)
    {
        if (await store.Revoke(id, time.GetUtcNow(), CancellationToken.None) is not { } revoked)
        {
            return Problem.Of(404, "not_found", "There is no such key.");
        }

        keys.Forget(revoked.Hash);
        return TypedResults.Ok(Of(revoked));
    }

    private static ApiKeyResource Of(ApiKeyEntry key) => new(key.Id, key.Name, key.Scopes, key.Customer.Value, key.CreatedAt, key.RevokedAt);
}
