using Orleans.Runtime;

namespace Orleans;

/// <summary>A row of the reminder table.</summary>
[GenerateSerializer]
public sealed class ReminderEntry
{
    /// <summary>The grain to remind.</summary>
    [Id(0)]
    public GrainId GrainId { get; set; }

    /// <summary>The reminder's name, unique in its grain.</summary>
    [Id(1)]
    public string ReminderName { get; set; } = "";

    /// <summary>When it was first due, UTC.</summary>
    [Id(2)]
    public DateTime StartAt { get; set; }

    /// <summary>Its period.</summary>
    [Id(3)]
    public TimeSpan Period { get; set; }

    /// <summary>The version the table gave.</summary>
    [Id(4)]
    public string? ETag { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"<{GrainId} {ReminderName} at {StartAt:O} every {Period}, ETag {ETag}>";
}
