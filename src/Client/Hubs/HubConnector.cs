using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>Makes connections to one hub.</summary>
internal sealed class HubConnector(Uri url, DispatchClientSettings settings, Func<string> newKey)
{
    public DispatchClientSettings Settings => settings;

    public ILogger Log { get; } = settings.Logs.CreateLogger<DispatchHub>();

    /// <summary>A new idempotency key.</summary>
    public string NewKey() => newKey();

    public HubConnection Build()
    {
        // Without negotiation a connection is one request, so no balancer has to send two to the same node.
        var builder = new HubConnectionBuilder().WithUrl(url, HttpTransportType.WebSockets, options =>
        {
            options.SkipNegotiation = true;
            options.WebSocketFactory = OpenAsync;
        });
        builder.AddJsonProtocol(options => options.PayloadSerializerOptions = DispatchJson.Options);
        builder.WithAutomaticReconnect(new EndlessRetry(new Jitter(newKey())));
        builder.Services.AddSingleton(settings.Clock);
        builder.Services.AddSingleton(settings.Logs);
        return builder.Build();
    }

    /// <summary>Opens the WebSocket of a connection. Made here and not by SignalR, which keeps to itself why a server refuses and when to come again.</summary>
    private async ValueTask<WebSocket> OpenAsync(WebSocketConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            // The hub protocol has its own pings.
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            socket.Options.CollectHttpResponseDetails = true;
            if (settings.Token is { } token && await token(cancellationToken) is { Length: > 0 } bearer)
            {
                socket.Options.SetRequestHeader("Authorization", $"Bearer {bearer}");
            }

            await socket.ConnectAsync(context.Uri, cancellationToken);
            return socket;
        }
        catch (WebSocketException refusal) when (socket.HttpStatusCode is var status && (int)status >= 400)
        {
            var after = RetryAfter.Read(socket.HttpResponseHeaders?.GetValueOrDefault(RetryAfter.Name)?.FirstOrDefault(), settings.Clock.GetUtcNow());
            socket.Dispose();
            throw new HubConnectionRefusedException(url, (int)status, after, refusal);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Servers come back, so there is no last attempt: at once, then after 0.5, 1, 2, 4 and from then on 5 seconds, less up to half of it at random. A server that says when to come
    /// again is left alone until then, and up to half as long again, for it tells all the same.
    /// </summary>
    internal sealed class EndlessRetry(Jitter jitter) : IRetryPolicy
    {
        private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(2);
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

        public TimeSpan? NextRetryDelay(RetryContext retryContext)
        {
            if (retryContext.RetryReason is HubConnectionRefusedException { RetryAfter: { } asked })
            {
                return (asked < LongestAsked ? asked : LongestAsked) * (1 + (jitter.Next() / 2));
            }

            if (retryContext.PreviousRetryCount == 0)
            {
                return TimeSpan.Zero;
            }

            var grown = TimeSpan.FromSeconds(0.25 * Math.Pow(2, Math.Min(retryContext.PreviousRetryCount, 10)));
            return (grown < Longest ? grown : Longest) * (1 - (jitter.Next() / 2));
        }
    }
}
