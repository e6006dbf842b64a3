using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace O2O.Dispatch.Telemetry;

/// <summary>Registers metrics and traces with a host.</summary>
public static class TelemetryRegistration
{
    /// <summary>Registers them. Called before the engine is registered, so that nothing that is measured begins earlier.</summary>
    public static IServiceCollection AddDispatchTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelemetryOptions>().Bind(configuration.GetSection(TelemetryOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<MetricBook>();
        services.AddHostedService<TelemetryService>();
        return services;
    }

    /// <summary>Whether traces are sent anywhere, so that calls are worth following.</summary>
    public static bool IsTraced(this IConfiguration configuration) => !string.IsNullOrEmpty(configuration.GetSection(TelemetryOptions.Section)[nameof(TelemetryOptions.OtlpEndpoint)]);

    /// <summary>Maps <c>/metrics</c>, on one port alone: what comes by another is told that there is no such page.</summary>
    /// <param name="app">The host's routes.</param>
    /// <param name="port">The port of operations.</param>
    public static void MapDispatchMetrics(this IEndpointRouteBuilder app, int port) => app.MapGet("/metrics", (HttpContext http, MetricBook book) =>
            http.Connection.LocalPort == port ? Results.Text(book.Write(), MetricBook.ContentType) : Results.NotFound())
        .AllowAnonymous()
        .ExcludeFromDescription();
}
