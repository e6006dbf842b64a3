using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>What a command comes to: events, or a rejection. Never both.</summary>
public readonly record struct JobDecision
{
    private JobDecision(ImmutableArray<JobEvent> events, JobRejection? rejection)
    {
        Events = events;
        Rejection = rejection;
    }

    /// <summary>What happens, in order; empty exactly when rejected.</summary>
    public ImmutableArray<JobEvent> Events { get; }

    /// <summary>Why nothing happens; null when something does.</summary>
    public JobRejection? Rejection { get; }

    /// <summary>A rejection.</summary>
    public static JobDecision Reject(JobRejection why) => new([], why);

    /// <summary>Events.</summary>
    public static JobDecision Of(params ReadOnlySpan<JobEvent> events) => new([.. events], null);
}
