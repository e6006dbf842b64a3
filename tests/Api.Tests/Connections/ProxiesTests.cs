using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Connections;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Api.Tests.Hubs.Harness;

namespace O2O.Dispatch.Api.Tests.Connections;

/// <summary>Who calls, where proxies may stand before the server.</summary>
public sealed class ProxiesTests
{
    private const string Caller = "203.0.113.9";

    [Theory]
    [InlineData("127.0.0.1", Caller, "https", Caller, "https")]
    [InlineData("10.0.0.0/8, 127.0.0.0/8", $"198.51.100.7, {Caller}", "https", Caller, "https")]
    [InlineData("10.0.0.0/8,127.0.0.1", $"198.51.100.7, {Caller}, 10.1.2.3", "http", Caller, "http")]
    [InlineData("127.0.0.1", "2001:db8::1", "https", "2001:db8::1", "https")]
    [InlineData("127.0.0.1", "nobody", "https", "127.0.0.1", "http")]
    [InlineData("127.0.0.1", "", "", "127.0.0.1", "http")]
    [InlineData("", Caller, "https", "127.0.0.1", "http")]
    [InlineData("10.0.0.0/8, ::1", Caller, "https", "127.0.0.1", "http")]
    public async Task Caller_IsWhomAKnownProxySaysAndNobodyElse(string known, string forwarded, string proto, string address, string scheme)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("Proxy:Known", known)]);
        builder.Services.AddDispatchProxies(builder.Configuration);
        await using var app = builder.Build();
        app.UseDispatchProxies();
        app.Run(http => http.Response.WriteAsync($"{http.Connection.RemoteIpAddress} {http.Request.Scheme}"));
        await app.StartAsync();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", proto);
        Assert.Equal($"{address} {scheme}", await http.GetStringAsync(app.Urls.Single()));
    }

    [Theory]
    [InlineData("proxy.internal")]
    [InlineData("10.0.0.1, 10.0.0.0/33")]
    [InlineData("172.30")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public async Task Host_WithAProxyThatIsNone_DoesNotStart(string known)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("Proxy:Known", known)]);
        builder.Services.AddDispatchProxies(builder.Configuration);
        await using var app = builder.Build();
        Assert.Contains("Proxy:Known", (await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_ByAddress_GoByWhomTheProxySays()
    {
        await using var host = await ApiHost.Begin(settings: [("Proxy:Known", "127.0.0.1"), ("HubLimits:ConnectionsPerAddress", "1")]);
        var link = host.App.Services.GetRequiredService<ShareTokens>().Sign(Guid.Parse("0197c0de-0000-7000-8000-000000000001"), DateTimeOffset.UtcNow.AddHours(1));
        await using var viewer = await WireClient.Connect(new Uri(host.Url), "share", $"token={link}", from: Caller);
        using var http = new HttpClient { BaseAddress = new Uri(host.Url) };
        Assert.Equal(HttpStatusCode.TooManyRequests, await Negotiate(Caller));
        Assert.Equal(HttpStatusCode.OK, await Negotiate("198.51.100.7"));

        async Task<HttpStatusCode> Negotiate(string from)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/hubs/share/negotiate?negotiateVersion=1&token={link}") { Headers = { { "X-Forwarded-For", from } } };
            using var answer = await http.SendAsync(request);
            return answer.StatusCode;
        }
    }
}
