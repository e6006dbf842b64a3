using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>When a grain timer is due and how its callback mixes with requests.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>A timer that neither interleaves nor keeps its grain alive.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>From now to the first callback; <see cref="Timeout.InfiniteTimeSpan"/> means never.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of a callback to the next; <see cref="Timeout.InfiniteTimeSpan"/> means once only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>True lets the callback run between the awaits of requests. Default: false.</summary>
    public bool Interleave { get; init; }

    /// <summary>True makes each callback count as use, so that the grain is not collected. Default: false.</summary>
    public bool KeepAlive { get; init; }
}
