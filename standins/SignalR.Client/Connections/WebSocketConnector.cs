using System.Net.Http.Headers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;

namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>Negotiates and connects WebSockets to one URL, as often as asked.</summary>
internal sealed class WebSocketConnector(HttpConnectionOptions options)
{
    /// <summary>How many negotiations may send on to another URL before the client gives up.</summary>
    private const int RedirectLimit = 100;

    /// <summary>A connected WebSocket and the id that the server gave the connection; null when negotiation was skipped.</summary>
    /// <exception cref="HttpRequestException">Negotiation was refused; the status says why.</exception>
    /// <exception cref="WebSocketException">The WebSocket was refused.</exception>
    /// <exception cref="InvalidOperationException">The options or the server's answer leave no transport.</exception>
    public async Task<(WebSocket Socket, string? ConnectionId)> ConnectAsync(CancellationToken cancellationToken)
    {
        if (!options.Transports.HasFlag(HttpTransportType.WebSockets))
        {
            throw new InvalidOperationException("WebSockets is the only transport of this client; HttpConnectionOptions.Transports leaves it out.");
        }

        if (options.SkipNegotiation)
        {
            if (options.Transports != HttpTransportType.WebSockets)
            {
                throw new InvalidOperationException("Negotiation can only be skipped when using the WebSocket transport directly.");
            }

            return (await OpenAsync(options.Url!, await TokenAsync(), cancellationToken), null);
        }

        var (url, token, answer) = await NegotiateAsync(cancellationToken);
        if (answer.AvailableTransports?.Any(transport => transport.Transport == nameof(HttpTransportType.WebSockets)) != true)
        {
            throw new InvalidOperationException("Unable to connect to the server with any of the available transports: it does not offer WebSockets.");
        }

        // Version 0 of negotiation has one value for both; from version 1 on the token is the secret half and the id may be shown.
        var id = answer.Version > 0 ? answer.ConnectionToken : answer.ConnectionId;
        var socket = await OpenAsync(WithQuery(url, "id", id!), token ?? await TokenAsync(), cancellationToken);
        return (socket, answer.ConnectionId);
    }

    /// <summary>Asks the server, following where it sends on. The token is that of the last redirect, null when none gave one.</summary>
    private async Task<(Uri Url, string? Token, NegotiationResponse Answer)> NegotiateAsync(CancellationToken cancellationToken)
    {
        HttpMessageHandler handler = new SocketsHttpHandler { CookieContainer = options.Cookies };
        handler = options.HttpMessageHandlerFactory?.Invoke(handler) ?? handler;
        using var http = new HttpClient(handler);
        var url = options.Url!;
        string? redirectToken = null;
        for (var redirects = 0; redirects <= RedirectLimit; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, NegotiateUrl(url));
            foreach (var (name, value) in options.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            if ((redirectToken ?? await TokenAsync()) is { Length: > 0 } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            request.Headers.TryAddWithoutValidation("X-Requested-With", "XMLHttpRequest");
            using var response = await http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            var answer = Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), url);
            if (answer.Error is { Length: > 0 } error)
            {
                throw new InvalidOperationException(error);
            }

            if (answer.Url is null)
            {
                return (url, redirectToken, answer);
            }

            url = new Uri(answer.Url);
            redirectToken = answer.AccessToken ?? redirectToken;
        }

        throw new InvalidOperationException("Negotiate redirection limit exceeded.");
    }

    private static NegotiationResponse Parse(byte[] body, Uri url)
    {
        try
        {
            return NegotiateProtocol.ParseResponse(body);
        }
        catch (Exception e) when (e is InvalidDataException or System.Text.Json.JsonException)
        {
            throw new InvalidDataException($"Invalid negotiation response received from {url.GetLeftPart(UriPartial.Path)}.", e);
        }
    }

    private async Task<WebSocket> OpenAsync(Uri url, string? token, CancellationToken cancellationToken)
    {
        var target = new UriBuilder(url) { Scheme = url.Scheme is "https" or "wss" ? "wss" : "ws" }.Uri;
        if (options.WebSocketFactory is { } factory)
        {
            return await factory(new WebSocketConnectionContext(target, options), cancellationToken);
        }

        var socket = new ClientWebSocket();
        try
        {
            // The hub protocol has its own pings, so those of the WebSocket would only add timers.
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            socket.Options.Cookies = options.Cookies;
            foreach (var (name, value) in options.Headers)
            {
                socket.Options.SetRequestHeader(name, value);
            }

            if (token is { Length: > 0 })
            {
                socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            }

            socket.Options.SetRequestHeader("X-Requested-With", "XMLHttpRequest");
            options.WebSocketConfiguration?.Invoke(socket.Options);
            await socket.ConnectAsync(target, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<string?> TokenAsync() => options.AccessTokenProvider is { } provider ? await provider() : null;

    private static Uri NegotiateUrl(Uri url)
    {
        var target = new UriBuilder(url);
        target.Path = target.Path.TrimEnd('/') + "/negotiate";
        return WithQuery(target.Uri, "negotiateVersion", "1");
    }

    private static Uri WithQuery(Uri url, string name, string value)
    {
        var target = new UriBuilder(url);
        var before = target.Query.TrimStart('?');
        target.Query = $"{(before.Length > 0 ? before + "&" : "")}{name}={Uri.EscapeDataString(value)}";
        return target.Uri;
    }
}
