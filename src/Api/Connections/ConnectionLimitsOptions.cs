using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Api.Connections;

/// <summary>How many connections a process takes, of any kind.</summary>
public sealed class ConnectionLimitsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "ConnectionLimits";

    /// <summary>Connections of this process at once at the most; fewer where its file limit (ulimit -n) leaves fewer. Default: 15,000. The last sixteenth is for refusals: who comes then is told 503.</summary>
    [Range(16, 1_000_000)]
    public int AtMost { get; set; } = 15_000;

    /// <summary>Files of the process's limit that are kept for all but callers: stores, logs, calls to others. Default: 512. At most half of the limit is kept; with a limit below 768 the server does not start.</summary>
    [Range(16, 100_000)]
    public int FilesKept { get; set; } = 512;
}
