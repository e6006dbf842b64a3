namespace O2O.Dispatch.Contracts.Http;

/// <summary>How many providers of a round could not have a job.</summary>
/// <param name="TooLate">Would have come after the deadline.</param>
/// <param name="TooFar">Came from farther than the job's radius.</param>
/// <param name="Excluded">Had declined it, or were blocked.</param>
/// <param name="Lacking">Lack what it requires.</param>
/// <param name="WouldMissCommitment">Would miss a booked job that they have promised.</param>
public sealed record FilteredResource(int TooLate, int TooFar, int Excluded, int Lacking, int WouldMissCommitment = 0);
