namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>A provider cannot keep a booked job that it has accepted and not begun.</summary>
/// <param name="Job">Which job.</param>
/// <param name="Provider">Who.</param>
/// <param name="Late">Whether it would come too late: then the job is let go only if it can be offered on, for late is better than never. Otherwise the provider goes off its shift.</param>
[GenerateSerializer, Immutable, Alias("o2o.release-booked")]
public sealed record ReleaseBooked(
    [property: Id(0)] Guid Job,
    [property: Id(1)] Guid Provider,
    [property: Id(2)] bool Late);
