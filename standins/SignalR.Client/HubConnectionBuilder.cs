using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>
/// Configures and builds one <see cref="HubConnection"/>. A <see cref="TimeProvider"/> among <see cref="Services"/> is the connection's clock; without
/// one it is the system's.
/// </summary>
public class HubConnectionBuilder : IHubConnectionBuilder
{
    private bool _built;

    /// <summary>A builder with the JSON protocol.</summary>
    public HubConnectionBuilder()
    {
        Services = new ServiceCollection();
        Services.AddLogging();
        this.AddJsonProtocol();
    }

    /// <inheritdoc/>
    public IServiceCollection Services { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Built before, or no URL was given.</exception>
    public HubConnection Build()
    {
        if (_built)
        {
            throw new InvalidOperationException("HubConnectionBuilder allows creation only of a single instance of HubConnection.");
        }

        _built = true;
        var services = Services.BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<HttpConnectionOptions>>().Value;
        if (options.Url is null)
        {
            services.Dispose();
            throw new InvalidOperationException("Cannot create a HubConnection without a URL: call WithUrl before Build.");
        }

        var timing = services.GetRequiredService<IOptions<HubConnectionTiming>>().Value;
        var connection = new HubConnection(
            new WebSocketConnector(options),
            services.GetRequiredService<IHubProtocol>(),
            services.GetService<IRetryPolicy>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>(),
            services,
            options.CloseTimeout);
        connection.ServerTimeout = timing.ServerTimeout ?? connection.ServerTimeout;
        connection.KeepAliveInterval = timing.KeepAliveInterval ?? connection.KeepAliveInterval;
        return connection;
    }
}
