using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>One event of a job as it is stored.</summary>
/// <param name="Version">The version it made.</param>
/// <param name="Event">What happened.</param>
public sealed record TimelineEntry(long Version, JobEvent Event);
