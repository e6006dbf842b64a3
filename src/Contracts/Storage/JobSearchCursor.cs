using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>The last job of a page: the next page begins with what was ordered before it.</summary>
/// <param name="RequestedAt">When it was ordered.</param>
/// <param name="Job">Its id, which orders jobs of the same instant.</param>
public readonly record struct JobSearchCursor(DateTimeOffset RequestedAt, JobId Job);
