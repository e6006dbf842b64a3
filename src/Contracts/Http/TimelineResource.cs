using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Everything that happened to a job.</summary>
/// <param name="Job">The job as it is.</param>
/// <param name="Items">In order of time; events before offers before transfers of the same instant.</param>
public sealed record TimelineResource(JobResource Job, ImmutableArray<TimelineItem> Items);
