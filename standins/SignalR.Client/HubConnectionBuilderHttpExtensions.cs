using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>Where the hub is and how it is reached.</summary>
public static class HubConnectionBuilderHttpExtensions
{
    /// <summary>The hub's URL, http or https.</summary>
    public static IHubConnectionBuilder WithUrl(this IHubConnectionBuilder hubConnectionBuilder, [StringSyntax(StringSyntaxAttribute.Uri)] string url) =>
        hubConnectionBuilder.Configure(new Uri(url), null, null);

    /// <summary>The hub's URL and further options.</summary>
    public static IHubConnectionBuilder WithUrl(
        this IHubConnectionBuilder hubConnectionBuilder, [StringSyntax(StringSyntaxAttribute.Uri)] string url, Action<HttpConnectionOptions> configureHttpConnection) =>
        hubConnectionBuilder.Configure(new Uri(url), null, configureHttpConnection);

    /// <summary>The hub's URL and the transports that may be used.</summary>
    public static IHubConnectionBuilder WithUrl(
        this IHubConnectionBuilder hubConnectionBuilder, [StringSyntax(StringSyntaxAttribute.Uri)] string url, HttpTransportType transports) =>
        hubConnectionBuilder.Configure(new Uri(url), transports, null);

    /// <summary>The hub's URL, the transports that may be used, and further options.</summary>
    public static IHubConnectionBuilder WithUrl(
        this IHubConnectionBuilder hubConnectionBuilder,
        [StringSyntax(StringSyntaxAttribute.Uri)] string url,
        HttpTransportType transports,
        Action<HttpConnectionOptions> configureHttpConnection) => hubConnectionBuilder.Configure(new Uri(url), transports, configureHttpConnection);

    /// <summary>The hub's URL, http or https.</summary>
    public static IHubConnectionBuilder WithUrl(this IHubConnectionBuilder hubConnectionBuilder, Uri url) => hubConnectionBuilder.Configure(url, null, null);

    /// <summary>The hub's URL and further options.</summary>
    public static IHubConnectionBuilder WithUrl(this IHubConnectionBuilder hubConnectionBuilder, Uri url, Action<HttpConnectionOptions> configureHttpConnection) =>
        hubConnectionBuilder.Configure(url, null, configureHttpConnection);

    /// <summary>The hub's URL and the transports that may be used.</summary>
    public static IHubConnectionBuilder WithUrl(this IHubConnectionBuilder hubConnectionBuilder, Uri url, HttpTransportType transports) =>
        hubConnectionBuilder.Configure(url, transports, null);

    /// <summary>The hub's URL, the transports that may be used, and further options.</summary>
    public static IHubConnectionBuilder WithUrl(
        this IHubConnectionBuilder hubConnectionBuilder, Uri url, HttpTransportType transports, Action<HttpConnectionOptions> configureHttpConnection) =>
        hubConnectionBuilder.Configure(url, transports, configureHttpConnection);

    private static IHubConnectionBuilder Configure(
        this IHubConnectionBuilder hubConnectionBuilder, Uri url, HttpTransportType? transports, Action<HttpConnectionOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(hubConnectionBuilder);
        ArgumentNullException.ThrowIfNull(url);
        hubConnectionBuilder.Services.Configure<HttpConnectionOptions>(options =>
        {
            options.Url = url;
            options.Transports = transports ?? options.Transports;
        });
        if (configure is not null)
        {
            hubConnectionBuilder.Services.Configure(configure);
        }

        return hubConnectionBuilder;
    }
}
