namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>A job that passed by a provider. It says nothing of who got it.</summary>
/// <param name="Job">The job.</param>
/// <param name="At">The latest round in which it did.</param>
/// <param name="Reason">Why.</param>
/// <param name="PickUpMilliseconds">How soon the provider would have been at the pick-up; null when it was not among the best.</param>
/// <param name="ChosenPickUpMilliseconds">How soon the one who got it was to be there; null when nobody got it.</param>
[GenerateSerializer, Immutable, Alias("o2o.passed-by-job")]
public sealed record PassedByJob(
    [property: Id(0)] Guid Job,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] PassedByReason Reason,
    [property: Id(3)] int? PickUpMilliseconds,
    [property: Id(4)] int? ChosenPickUpMilliseconds);
