using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Grains.Outbox;

/// <summary>How the outbox delivers.</summary>
public sealed class OutboxOptions
{
    /// <summary>The section of configuration.</summary>
    public const string Section = "Outbox";

    /// <summary>Between two looks for rows that the fast path left. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Rows a look takes at the most. Default: 500.</summary>
    [Range(1, 100_000)]
    public int SweepBatch { get; set; } = 500;

    /// <summary>Jobs whose rows a look delivers at once. Default: 16. After a process has died the others find all that it owed.</summary>
    [Range(1, 1_000)]
    public int SweepAtOnce { get; set; } = 16;

    /// <summary>Wait after the first failed try; it doubles with each, and up to a quarter is taken off by the row's id, so that rows do not come all at once. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan FirstBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries. Default: 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "24:00:00")]
    public TimeSpan LongestBackoff { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Tries before a row is parked for a person to look at. Default: 20, which takes about an hour.</summary>
    [Range(1, 1_000)]
    public int MaxAttempts { get; set; } = 20;

    /// <summary>Calls of the gateway that fail in a row before it is left alone for a pause. Default: 20. What is put off meanwhile counts as no try.</summary>
    [Range(1, 1_000)]
    public int CircuitFailures { get; set; } = 20;

    /// <summary>How long a gateway that answers nobody is left alone. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan CircuitPause { get; set; } = TimeSpan.FromSeconds(15);
}
