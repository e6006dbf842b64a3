namespace Orleans.Runtime;

/// <summary>When a reminder fired and when it should have.</summary>
[GenerateSerializer, Immutable]
public readonly struct TickStatus
{
    /// <summary>A tick; times are UTC.</summary>
    public TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
    {
        FirstTickTime = firstTickTime;
        Period = period;
        CurrentTickTime = timeStamp;
    }

    /// <summary>When the reminder was first due, UTC.</summary>
    [Id(0)]
    public DateTime FirstTickTime { get; }

    /// <summary>Its period.</summary>
    [Id(1)]
    public TimeSpan Period { get; }

    /// <summary>When this tick was delivered, UTC.</summary>
    [Id(2)]
    public DateTime CurrentTickTime { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>";
}
