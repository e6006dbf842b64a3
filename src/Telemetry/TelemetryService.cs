using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace O2O.Dispatch.Telemetry;

/// <summary>Listens to the instruments from the start on, and sends metrics and traces to a collector when there is one.</summary>
internal sealed class TelemetryService(MetricBook book, IOptions<TelemetryOptions> options) : IHostedService, IDisposable
{
    // Spans of ASP.NET Core and Npgsql join those of the grains to one trace.
    private static readonly string[] Sources = ["O2O.Dispatch", "Microsoft.AspNetCore", "Npgsql"];
    private static readonly string[] Meters = ["O2O.Dispatch.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "Microsoft.Orleans"];

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The book listens since it was made; holding it here makes it.
        _ = book;
        if (options.Value.OtlpEndpoint is { Length: > 0 } address)
        {
            var endpoint = new Uri(address);
            var resource = ResourceBuilder.CreateDefault().AddService(options.Value.ServiceName);
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter(otlp => otlp.Endpoint = endpoint).Build();
            _traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Value.TraceShare)))
                .AddSource(Sources)
                .AddOtlpExporter(otlp => otlp.Endpoint = endpoint)
                .Build();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        // A collector that does not answer does not hold the host up.
        _metrics?.Shutdown(500);
        _traces?.Shutdown(500);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }
}
