using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Ops;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Where there is no dashboard, and where its cookie counts.</summary>
public sealed class OrleansDashboardTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Dashboard_OfAHostWithoutOne_IsNamedAsMissing()
    {
        var (_, token) = await fixture.Host.SignIn(Roles.Ops);
        var told = await fixture.Host.Send("GET", "/v1/ops/orleans", token);
        Assert.Equal(200, told.Status);
        Assert.DoesNotContain("url", told.Text, StringComparison.Ordinal);
        var asked = await fixture.Host.Send("POST", "/v1/ops/orleans", token);
        Assert.Equal((404, "not_found"), (asked.Status, asked.Slug));
        Assert.Equal(204, (await fixture.Host.Send("DELETE", "/v1/ops/orleans", token)).Status);
    }

    [Theory]
    [InlineData("/ops/orleans", true)]
    [InlineData("/ops/orleans/ClusterStats", true)]
    [InlineData("/ops/orleansque", false)]
    [InlineData("/OPS/ORLEANS/", false)]
    [InlineData("/ops", false)]
    [InlineData("/v1/ops/orleans", false)]
    [InlineData("/hubs/ops", false)]
    public void Cookie_CountsAtThePagesAlone(string path, bool counts)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = path;
        http.Request.Headers.Cookie = $"{OrleansDashboard.Cookie}=abc";
        Assert.Equal(counts ? "abc" : null, OrleansDashboard.TokenOf(http.Request));
    }

    [Theory]
    [InlineData("https", "203.0.113.9", true)]
    [InlineData("http", "203.0.113.9", true)]
    [InlineData("http", "127.0.0.1", false)]
    public void Open_SetsACookie_ThatNoScriptAndNoOtherAddressGets(string scheme, string caller, bool secure)
    {
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddSingleton<OrleansDashboard>().BuildServiceProvider() };
        (http.Request.Scheme, http.Request.Headers.Authorization, http.Connection.RemoteIpAddress) = (scheme, "Bearer abc", IPAddress.Parse(caller));
        Assert.IsType<Ok<OrleansDashboardResource>>(OrleansDashboard.Open(http).Result);
        var parts = http.Response.Headers.SetCookie.Single()!.Split("; ");
        Assert.Equal($"{OrleansDashboard.Cookie}=abc", parts[0]);
        Assert.Equal(["httponly", "path=/ops/orleans", "samesite=strict", .. secure ? new[] { "secure" } : []], parts[1..].Select(part => part.ToLowerInvariant()).Order());
    }

    [Fact]
    public async Task Cookie_OfAnOperator_OpensNoRouteOfTheApi()
    {
        var (_, token) = await fixture.Host.SignIn(Roles.Ops);
        using var http = new HttpClient { BaseAddress = new Uri(fixture.Host.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/ops/alerts");
        request.Headers.Add("Cookie", $"{OrleansDashboard.Cookie}={token}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(request)).StatusCode);
    }
}
