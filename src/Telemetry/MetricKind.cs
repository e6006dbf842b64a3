namespace O2O.Dispatch.Telemetry;

/// <summary>How Prometheus reads a metric.</summary>
public enum MetricKind
{
    /// <summary>Grows, and begins anew with the process.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts by upper bounds.</summary>
    Histogram,
}
