using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Telemetry;

/// <summary>Where measurements and traces go.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Telemetry";

    /// <summary>The address of an OTLP collector (gRPC), for instance http://127.0.0.1:4317; metrics and traces are sent there. Default: empty, which sends nothing; /metrics tells its text all the same.</summary>
    public string OtlpEndpoint { get; set; } = string.Empty;

    /// <summary>The share of traces that are sent, 0 to 1; a caller's decision that comes with its request counts. Default: 0.05.</summary>
    [Range(0.0, 1.0)]
    public double TraceShare { get; set; } = 0.05;

    /// <summary>What this service is called in traces and metrics. Default: o2o-dispatch.</summary>
    [Required]
    public string ServiceName { get; set; } = "o2o-dispatch";
}
