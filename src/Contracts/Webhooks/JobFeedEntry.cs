using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>One event of one job in the feed of all.</summary>
/// <param name="Job">The job.</param>
/// <param name="Version">The version that the event made.</param>
/// <param name="Name">The event's stored name.</param>
/// <param name="At">When it happened.</param>
public sealed record JobFeedEntry(JobId Job, long Version, string Name, DateTimeOffset At);
