using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Telemetry;

/// <summary>
/// What operations ask of a process of a cluster, as an application of its own: <c>/metrics</c>, <c>/health/live</c> and <c>/health/ready</c>. It is up before the service begins and goes after
/// it has ended, so that the health tells of both.
/// </summary>
public sealed class OpsServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OpsServer(WebApplication app) => _app = app;

    /// <summary>Starts it.</summary>
    /// <param name="url">Where it listens, http://HOST:PORT.</param>
    /// <param name="book">What <c>/metrics</c> tells.</param>
    /// <param name="standing">Asked at each call of <c>/health/ready</c>: how the process stands, in a word or a sentence, and whether it can serve (200) or not (503).</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<OpsServer> Start(string url, MetricBook book, Func<(string Standing, bool Serves)> standing)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, null);
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        // The process that has it stops it; a signal is not for it.
        builder.Services.AddSingleton<IHostLifetime, Bound>();
        var app = builder.Build();
        app.MapGet("/metrics", () => Results.Text(book.Write(), MetricBook.ContentType));
        app.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/health/ready", () =>
        {
            var (status, serves) = standing();
            return Results.Json(new { status }, statusCode: serves ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new OpsServer(app);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Bound : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
