using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.SignalR.Client.Tests;

/// <summary>A real hub on Kestrel.</summary>
public sealed class HubHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HubHost(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public TestHub.Log Log => _app.Services.GetRequiredService<TestHub.Log>();

    public static async Task<HubHost> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddSingleton<TestHub.Log>();
        builder.Services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = null;
            options.MaximumParallelInvocationsPerClient = 16;
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/closed"))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            }

            return next(context);
        });
        app.MapHub<TestHub>("/hub");
        app.MapHub<TestHub>("/polling", options => options.Transports = HttpTransportType.LongPolling);
        await app.StartAsync();
        return new HubHost(app);
    }

    public HubConnection Connect(Action<IHubConnectionBuilder>? configure = null)
    {
        var builder = new HubConnectionBuilder().WithUrl(Url + "/hub");
        configure?.Invoke(builder);
        return builder.Build();
    }

    public async Task<HubConnection> ConnectedAsync(Action<IHubConnectionBuilder>? configure = null)
    {
        var connection = Connect(configure);
        await connection.StartAsync().Soon();
        return connection;
    }

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
