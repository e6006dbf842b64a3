using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Ops;

/// <summary>
/// The dashboard of Microsoft Orleans, for operators. Its pages ask for their data without a header, so an operator's bearer token opens them as a cookie, which counts at their addresses alone, under <see cref="Path"/>.
/// A host registers one of these when it has the dashboard.
/// </summary>
internal sealed class OrleansDashboard
{
    /// <summary>Where its pages are.</summary>
    public const string Path = "/ops/orleans";

    /// <summary>The cookie that has the token.</summary>
    public const string Cookie = "dispatch-orleans";

    private const string Scheme = "Bearer ";

    /// <summary>The token that a request for a page of it brings; null where there is none, and for every other request.</summary>
    public static string? TokenOf(HttpRequest request) =>
        request.Path.StartsWithSegments(Path, StringComparison.Ordinal) && request.Cookies[Cookie] is { Length: > 0 } token ? token : null;

    /// <summary>The routes that let an operator's browser in and out.</summary>
    public static void MapTo(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/orleans", (HttpContext http) => TypedResults.Ok(new OrleansDashboardResource(Address(http)))).For(Roles.Ops);
        routes.MapPost("/orleans", Open).For(Roles.Ops);
        routes.MapDelete("/orleans", Close).For(Roles.Ops);
    }

    private static string? Address(HttpContext http) => http.RequestServices.GetService<OrleansDashboard>() is null ? null : Path + "/";

    /// <summary>Lets the caller's browser in.</summary>
    internal static Results<Ok<OrleansDashboardResource>, Problem> Open(HttpContext http)
    {
        if (Address(http) is not { } address)
        {
            return Problem.Of(StatusCodes.Status404NotFound, "not_found", "This host has no Orleans dashboard: API nodes of a cluster on Microsoft Orleans have it.");
        }

        // The policy has let a bearer token in, and nothing else: the role is no key's.
        http.Response.Cookies.Append(Cookie, http.Request.Headers.Authorization.ToString()[Scheme.Length..].Trim(), Options(http));
        return TypedResults.Ok(new OrleansDashboardResource(address));
    }

    private static NoContent Close(HttpContext http)
    {
        http.Response.Cookies.Delete(Cookie, Options(http));
        return TypedResults.NoContent();
    }

    // No Max-Age: the browser forgets it with its session, and the token ends by itself. Only who is on this machine may send it without TLS.
    private static CookieOptions Options(HttpContext http) => new()
    {
        Path = Path,
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps || http.Connection.RemoteIpAddress is not { } caller || !IPAddress.IsLoopback(caller),
        IsEssential = true,
    };
}
