using O2O.Dispatch.Contracts.Dispatch;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A job that passed by the caller.</summary>
/// <param name="JobId">The job.</param>
/// <param name="At">The latest round in which it did.</param>
/// <param name="Reason">Why.</param>
/// <param name="PickUpSeconds">How soon the caller would have been there; null when it was not among the best.</param>
/// <param name="ChosenPickUpSeconds">How soon the one who got it was to be there; null when nobody got it.</param>
public sealed record PassedByResource(Guid JobId, DateTimeOffset At, PassedByReason Reason, double? PickUpSeconds, double? ChosenPickUpSeconds);
