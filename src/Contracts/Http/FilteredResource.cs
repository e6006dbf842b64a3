namespace O2O.Dispatch.Contracts.Http;

/// <summary>How many providers of a round could not have a job.</summary>
/// <param name="TooLate">Would have come after the deadline.</param>
/// <param name="TooFar">Came from farther than the job's radius.</param>
/// <param name="Excluded">Had declined it, or let its offer lapse.</param>
/// <param name="Lacking">Lack what it requires: room for its load, a rating.</param>
/// <param name="WouldMissCommitment">Would miss a booked job that they have promised.</param>
/// <param name="OffRoad">Stood too far off the roads to be in the round.</param>
/// <param name="LacksSkill">Lack a skill that it asks for.</param>
public sealed record FilteredResource(int TooLate, int TooFar, int Excluded, int Lacking, int WouldMissCommitment = 0, int OffRoad = 0, int LacksSkill = 0);
