using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Walks every route there is: who may, who may not, and whose is whose. A new route is walked without a word here.</summary>
public sealed partial class AccessTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public void Routes_Each_SayWhoMay()
    {
        var silent = Routes().Where(route => route.Metadata.GetMetadata<Access>() is null && route.Metadata.GetMetadata<IAllowAnonymous>() is null
            && !route.RoutePattern.RawText!.StartsWith("/hubs/", StringComparison.Ordinal)).Select(Name).ToList();
        Assert.True(silent.Count == 0, $"These say nothing of who may: {string.Join(", ", silent)}. Write .For(...) or .AllowAnonymous() beside the route.");
        Assert.True(Routes().Count(route => route.Metadata.GetMetadata<Access>() is not null) > 40);

        // Roles and scopes are both texts: neither may stand where the other belongs.
        var unknown = Routes().Where(route => route.Metadata.GetMetadata<Access>() is { } access
            && (access.Roles.Except(Roles.All).Any() || (access.Scope is { } scope && !ApiKeys.Scopes.Contains(scope)))).Select(Name).ToList();
        Assert.True(unknown.Count == 0, $"These name a role or a scope that is none: {string.Join(", ", unknown)}.");
    }

    [Fact]
    public async Task Routes_EveryCaller_IsLetInOrKeptOut()
    {
        var callers = new List<(string Name, string? Token, string? Role, string? Scope)> { ("nobody", null, null, null) };
        foreach (var role in Roles.All)
        {
            callers.Add((role, (await Host.SignIn(role)).Token, role, null));
        }

        foreach (var scope in ApiKeys.Scopes)
        {
            callers.Add(($"key {scope}", await Host.Key(scope), null, scope));
        }

        var wrong = new List<string>();
        foreach (var route in Routes().Where(route => route.Metadata.GetMetadata<Access>() is not null))
        {
            var access = route.Metadata.GetMetadata<Access>()!;
            foreach (var caller in callers)
            {
                var allowed = (caller.Role is not null && access.Roles.Contains(caller.Role)) || (caller.Scope is not null && access.Scope == caller.Scope);
                var answer = await Host.Send(Method(route), Path(route), caller.Token, Method(route) is "GET" or "DELETE" ? null : new { }, Guid.NewGuid().ToString("N"));
                var expected = caller.Token is null ? 401 : 403;
                if (allowed ? answer.Status is 401 or 403 or >= 500 : answer.Status != expected)
                {
                    wrong.Add($"{Name(route)} as {caller.Name}: {answer.Status} {answer.Text}");
                }
                else if (answer.Status >= 400 && answer.Slug is null)
                {
                    wrong.Add($"{Name(route)} as {caller.Name}: {answer.Status} without a problem's body: {answer.Text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task Routes_OfSomebodyElsesJob_Are404()
    {
        var (job, _, _) = await Host.AcceptedJob();
        var customer = (await Host.SignIn(Roles.Customer)).Token;
        var provider = (await Host.Provider(5, 5)).Token;
        var key = await Host.Key([.. ApiKeys.Scopes]);
        var wrong = new List<string>();
        var walked = 0;
        foreach (var route in Routes().Where(route => route.RoutePattern.RawText!.Contains("jobs/{id}", StringComparison.Ordinal)))
        {
            var access = route.Metadata.GetMetadata<Access>()!;
            foreach (var (name, token, allowed) in new[]
            {
                ("another customer", customer, access.Roles.Contains(Roles.Customer)),
                ("another provider", provider, access.Roles.Contains(Roles.Provider)),
                ("another's key", key, access.Scope is not null),
            })
            {
                if (!allowed)
                {
                    continue;
                }

                walked++;
                var path = Path(route).Replace(Unknown.ToString("N"), job.ToString("N"), StringComparison.Ordinal);
                object? body = Method(route) == "GET" ? null : path.EndsWith("rating", StringComparison.Ordinal) ? new { stars = 5 }
                    : path.EndsWith("tip", StringComparison.Ordinal) ? new { amount_minor_units = 100 }
                    : path.Contains("/extras", StringComparison.Ordinal) ? new { approved = true, amount_minor_units = 100, what = "A new tap" }
                    : path.EndsWith("destination/quote", StringComparison.Ordinal) ? new { destination = ApiHost.Place(1, 1) }
                    : path.EndsWith("destination", StringComparison.Ordinal) ? new { quote = "q" }
                    : path.EndsWith("return", StringComparison.Ordinal) ? new { reason = "damaged" }
                    : new { };
                var answer = await Host.Send(Method(route), path, token, body, Guid.NewGuid().ToString("N"));
                if (answer is not { Status: 404, Slug: "job_unknown" })
                {
                    wrong.Add($"{Name(route)} as {name}: {answer.Status} {answer.Text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.True(walked >= 18, $"Only {walked} were walked.");
    }

    [Fact]
    public async Task Document_OpenApi_NamesEveryRouteAndWhoMay()
    {
        var document = (await Host.Send("GET", "/openapi/v1.json")).Json;
        var missing = Routes()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal))
            .Where(route => document["paths"]?[route.RoutePattern.RawText!.TrimEnd('/')]?[Method(route).ToLowerInvariant()] is null)
            .Select(Name).ToList();
        Assert.True(missing.Count == 0, $"Not in the document: {string.Join(", ", missing)}");
        Assert.NotNull(document["components"]!["securitySchemes"]!["bearer"]);
        Assert.Contains("customer", (string)document["paths"]!["/v1/jobs"]!["post"]!["description"]!, StringComparison.Ordinal);
    }

    private static readonly Guid Unknown = new("00000000-0000-4000-8000-000000000001");

    private IEnumerable<RouteEndpoint> Routes() => Host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Count > 0)
        .Where(route => !route.RoutePattern.RawText!.StartsWith("/hubs/", StringComparison.Ordinal));

    private static string Method(RouteEndpoint route) => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];

    private static string Name(RouteEndpoint route) => $"{Method(route)} {route.RoutePattern.RawText}";

    private static string Path(RouteEndpoint route) => Parameter().Replace(route.RoutePattern.RawText!, match => match.Groups["name"].Value switch
    {
        "market" => ApiHost.Market,
        "row" or "number" => "1",
        "step" => "accept",
        "method" => "pm_none",
        _ => Unknown.ToString("N"),
    });

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
