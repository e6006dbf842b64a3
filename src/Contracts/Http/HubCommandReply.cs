namespace O2O.Dispatch.Contracts.Http;

/// <summary>The answer to a command over a hub.</summary>
/// <param name="Job">The job after it; null when there is none.</param>
/// <param name="Slug">Why nothing happened; null when it did.</param>
/// <param name="Detail">More about that.</param>
public sealed record HubCommandReply(JobResource? Job, string? Slug, string? Detail);
