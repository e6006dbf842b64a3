namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>A provider that could have had a job, and the parts of what that costs, milliseconds.</summary>
/// <param name="Provider">Who.</param>
/// <param name="FreeInMilliseconds">How long until it could set out.</param>
/// <param name="DriveMilliseconds">How long it drives to the pick-up.</param>
/// <param name="SwapPenaltyMilliseconds">What taking the job from the one who has it counts.</param>
/// <param name="GotJob">The job it got or kept instead; null when none, or when that is long ago.</param>
[GenerateSerializer, Immutable, Alias("o2o.match-candidate")]
public sealed record MatchCandidate(
    [property: Id(0)] Guid Provider,
    [property: Id(1)] int FreeInMilliseconds,
    [property: Id(2)] int DriveMilliseconds,
    [property: Id(3)] int SwapPenaltyMilliseconds,
    [property: Id(4)] Guid? GotJob);
