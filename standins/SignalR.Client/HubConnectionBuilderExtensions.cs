using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>Logging, reconnection and times of a connection.</summary>
public static class HubConnectionBuilderExtensions
{
    /// <summary>Sets up logging.</summary>
    public static IHubConnectionBuilder ConfigureLogging(this IHubConnectionBuilder hubConnectionBuilder, Action<ILoggingBuilder> configureLogging)
    {
        hubConnectionBuilder.Services.AddLogging(configureLogging);
        return hubConnectionBuilder;
    }

    /// <summary>Tries to come back after a loss: at once, then after 2, 10 and 30 seconds, then closes.</summary>
    public static IHubConnectionBuilder WithAutomaticReconnect(this IHubConnectionBuilder hubConnectionBuilder) =>
        hubConnectionBuilder.WithAutomaticReconnect(FixedDelays.Documented);

    /// <summary>Tries to come back after a loss, after each of the given waits, then closes.</summary>
    public static IHubConnectionBuilder WithAutomaticReconnect(this IHubConnectionBuilder hubConnectionBuilder, TimeSpan[] reconnectDelays)
    {
        ArgumentNullException.ThrowIfNull(reconnectDelays);
        return hubConnectionBuilder.WithAutomaticReconnect(new FixedDelays([.. reconnectDelays]));
    }

    /// <summary>Tries to come back after a loss for as long as the policy names a wait.</summary>
    public static IHubConnectionBuilder WithAutomaticReconnect(this IHubConnectionBuilder hubConnectionBuilder, IRetryPolicy retryPolicy)
    {
        ArgumentNullException.ThrowIfNull(retryPolicy);
        hubConnectionBuilder.Services.AddSingleton(retryPolicy);
        return hubConnectionBuilder;
    }

    /// <summary>Sets <see cref="HubConnection.ServerTimeout"/>.</summary>
    public static IHubConnectionBuilder WithServerTimeout(this IHubConnectionBuilder hubConnectionBuilder, TimeSpan timeout)
    {
        hubConnectionBuilder.Services.Configure<HubConnectionTiming>(timing => timing.ServerTimeout = timeout);
        return hubConnectionBuilder;
    }

    /// <summary>Sets <see cref="HubConnection.KeepAliveInterval"/>.</summary>
    public static IHubConnectionBuilder WithKeepAliveInterval(this IHubConnectionBuilder hubConnectionBuilder, TimeSpan interval)
    {
        hubConnectionBuilder.Services.Configure<HubConnectionTiming>(timing => timing.KeepAliveInterval = interval);
        return hubConnectionBuilder;
    }
}
