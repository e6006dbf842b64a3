namespace O2O.Dispatch.Contracts.Http;

/// <summary>A provider that could have had a job. What the round compared is the sum of the three.</summary>
/// <param name="ProviderId">Who.</param>
/// <param name="FreeInSeconds">How long until it could set out.</param>
/// <param name="DriveSeconds">How long it drives to the pick-up.</param>
/// <param name="SwapPenaltySeconds">What taking the job from the one who has it counts.</param>
/// <param name="GotJobId">The job it got or kept instead.</param>
public sealed record MatchCandidateResource(Guid ProviderId, double FreeInSeconds, double DriveSeconds, double SwapPenaltySeconds, Guid? GotJobId);
