using Microsoft.AspNetCore.Http.Connections;
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
            if (settings.Token is { } token)
            {
                options.AccessTokenProvider = () => token(CancellationToken.None).AsTask();
            }
        });
        builder.AddJsonProtocol(options => options.PayloadSerializerOptions = DispatchJson.Options);
        builder.WithAutomaticReconnect(new EndlessRetry(new Jitter(newKey())));
        builder.Services.AddSingleton(settings.Clock);
        builder.Services.AddSingleton(settings.Logs);
        return builder.Build();
    }

    /// <summary>Servers come back, so there is no last attempt: at once, then after 0.5, 1, 2, 4 and from then on 5 seconds, less up to half of it at random.</summary>
    private sealed class EndlessRetry(Jitter jitter) : IRetryPolicy
    {
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

        public TimeSpan? NextRetryDelay(RetryContext retryContext)
        {
            if (retryContext.PreviousRetryCount == 0)
            {
                return TimeSpan.Zero;
            }

            var grown = TimeSpan.FromSeconds(0.25 * Math.Pow(2, Math.Min(retryContext.PreviousRetryCount, 10)));
            return (grown < Longest ? grown : Longest) * (1 - (jitter.Next() / 2));
        }
    }
}
